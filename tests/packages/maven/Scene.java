// What a user of the jar does, from Java: the program of the Maven project beside it, called with FOLDER.

import dev.fieldveil.Key;
import dev.fieldveil.Keyring;
import dev.fieldveil.Policy;
import dev.fieldveil.Veil;
import java.nio.file.Files;
import java.nio.file.Path;

class Scene {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Key key = Key.fromFile(folder.resolve("ring.key").toFile());
        byte[] plain = Files.readAllBytes(folder.resolve("sample.json"));
        byte[] stored = Files.readAllBytes(folder.resolve("stored.json"));

        try (var policy = Policy.load(folder.resolve("policy.yaml").toFile());
                var ring = Keyring.openBlocking(folder.resolve("ring.json").toFile(), key);
                var veil = new Veil(policy, ring)) {
            byte[] again = veil.encrypt(plain);
            System.out.writeBytes(veil.decrypt(stored));
            System.out.writeBytes(veil.mask(stored, "support"));
            System.out.writeBytes(veil.decrypt(again));
        }
    }
}
