// Checks one PDF against veraPDF's profiles: java -cp <jars> Check.java ua1,3a report.pdf
// Prints a line for each profile and each rule that fails; ends with 1 if any does.

import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

public class Check {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean sound = true;
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
            try (var foundry = Foundries.defaultInstance();
                    var parser = foundry.createParser(new FileInputStream(arguments[1]), flavour);
                    var validator = foundry.createValidator(flavour, false)) {
                var result = validator.validate(parser);
                System.out.printf("%s %s: %s, %d checks%n", arguments[1], name,
                    result.isCompliant() ? "compliant" : "NOT compliant", result.getTotalAssertions());
                var failed = new TreeMap<String, String>();
                for (TestAssertion check : result.getTestAssertions())
                    if (check.getStatus() == TestAssertion.Status.FAILED)
                        failed.putIfAbsent(check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber(),
                            check.getMessage() + " at " + check.getLocation().getContext());
                failed.forEach((rule, message) -> System.out.println("  " + rule + ": " + message));
                sound &= result.isCompliant();
            }
        }
        System.exit(sound ? 0 : 1);
    }
}
