// What a user of the jar does, from Java: `java -cp … Scene.java FOLDER`.

import dev.fieldveil.Existing;
import dev.fieldveil.Key;
import dev.fieldveil.Keyring;
import dev.fieldveil.Policy;
import dev.fieldveil.Provider;
import dev.fieldveil.Veil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class Scene {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Provider[] providers = {Key.Companion.fromFile(folder.resolve("ring.key").toFile())};
        byte[] plain = Files.readAllBytes(folder.resolve("sample.json"));
        byte[] stored = Files.readAllBytes(folder.resolve("stored.json"));
        Map<String, String> none = Map.of();

        try (var policy = Policy.Companion.load(folder.resolve("policy.yaml").toFile());
                var ring = Keyring.Companion.openBlocking(folder.resolve("ring.json").toFile(), providers, 0);
                var veil = new Veil(policy, new Keyring[] {ring}, null, Map.of(), null)) {
            byte[] again = veil.encrypt(plain, none, null, Existing.ERROR, null);
            System.out.writeBytes(veil.decrypt(stored, none, null, false, null));
            System.out.writeBytes(veil.mask(stored, "support", none, null, null));
            System.out.writeBytes(veil.decrypt(again, none, null, false, null));
        }
    }
}
