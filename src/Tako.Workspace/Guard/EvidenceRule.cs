using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>Green tests at exactly this change, isolated well enough, and no fewer of them than before.</summary>
internal static class EvidenceRule
{
    public static IEnumerable<GuardFinding> Judge(ChangeSet changes, Evidence? evidence, Constitution law)
    {
        if (evidence is null)
        {
            yield return Deny("evidence", "No tests ran on this change.", "Run the tests in the sandbox first.");
            yield break;
        }

        if (evidence.ChangeSetHash != changes.Hash)
            yield return Deny("evidence", "The tests ran on another change than this one.", "Run them again on exactly this change.");
        if (evidence.Tests.Count == 0)
            yield return new GuardFinding("evidence", Severity.Ask, null, 0,
                "The repository has no tests, so nothing shows that the change is right.",
                "Name a test command or acceptance tests in the contract, or look at the change and approve it.");
        else if (!evidence.TestsGreen)
            yield return Deny("evidence", "The tests are not green.", "Make them pass.");
        if (!IsolationTiers.Holds(evidence.Tier, law.MinimumTier))
            yield return Deny("isolation", $"The tests ran at isolation {evidence.Tier}; at least {law.MinimumTier} is required.",
                "Run 'tako doctor' to see how this machine can isolate better.");
        if (evidence is not { Before: { } before, After: { } after })
            yield break;
        if (after.Total < before.Total)
            yield return new GuardFinding("tests.tampered", Severity.Ask, null, 0, $"Only {after.Total} of {before.Total} tests were run.",
                "Keep every test, or approve.");
        if (after.Skipped > before.Skipped)
            yield return new GuardFinding("tests.tampered", Severity.Ask, null, 0,
                $"{after.Skipped} tests were skipped, {before.Skipped} before the change.", "Let them run, or approve.");
    }

    private static GuardFinding Deny(string rule, string message, string wayOut) => new(rule, Severity.Deny, null, 0, message, wayOut);
}
