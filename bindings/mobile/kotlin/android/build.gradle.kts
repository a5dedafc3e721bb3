// The Android library: the facade and the generated sources of the JVM jar, and the adapter of Android's key store.
// `../../build.sh` writes the generated sources, `cargo ndk … -o target/android` the libraries (release.yml says how).
plugins {
    id("com.android.library") version "9.0.0"
}

group = "dev.fieldveil"
version = "0.1.0"

android {
    namespace = "dev.fieldveil.android"
    compileSdk = 36
    defaultConfig {
        minSdk = 26
        consumerProguardFiles("proguard-rules.pro")
    }
    sourceSets["main"].apply {
        kotlin.srcDirs("src/main/kotlin", "../src/main/kotlin", "../../target/kotlin/sources")
        jniLibs.srcDirs("../../../../target/android")
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    publishing {
        singleVariant("release") { withSourcesJar() }
    }
}

dependencies {
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
    // The way into the native library, with JNA's own for each ABI.
    implementation("net.java.dev.jna:jna:5.19.1@aar")
}
