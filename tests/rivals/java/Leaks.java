// What json-masker makes of a text; the text is the argument.

import dev.blaauwendraad.masker.json.JsonMasker;
import java.util.Set;

class Leaks {
    public static void main(String[] arguments) {
        System.out.println(JsonMasker.getMasker(Set.of("password")).mask(arguments[0]));
    }
}
