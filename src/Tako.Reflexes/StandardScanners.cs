using Tako.Reflexes.Canaries;
using Tako.Reflexes.Hidden;
using Tako.Reflexes.Injection;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Names;
using Tako.Reflexes.Personal;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;
using Tako.Reflexes.Secrets;

namespace Tako.Reflexes;

/// <summary>The scanners that come with Tako, as a policy wants them.</summary>
public static class StandardScanners
{
    /// <summary>For texts that come in: prompts, results of tools, documents.</summary>
    /// <param name="known">Secrets that are known by their values.</param>
    public static IReadOnlyList<TextScanner> Incoming(ReflexPolicy policy, IReadOnlyList<string>? known = null) =>
        [new InjectionScanner(), .. Outgoing(policy, known)];

    /// <summary>For texts that go out: answers of models, arguments of tools. Whether they try to take over is asked where they come in
    /// again.</summary>
    public static IReadOnlyList<TextScanner> Outgoing(ReflexPolicy policy, IReadOnlyList<string>? known = null) =>
    [
        new HiddenScanner(),
        new PersonalScanner(),
        new SecretTextScanner(),
        .. known is { Count: > 0 } ? [new KnownSecretScanner(known)] : (IReadOnlyList<TextScanner>)[],
        .. policy.Canaries.Count > 0 ? [new CanaryScanner(policy.Canaries)] : (IReadOnlyList<TextScanner>)[],
        .. policy.Names ? [new NameScanner(NameModel.Shipped())] : (IReadOnlyList<TextScanner>)[],
    ];

    /// <summary>An inspector of what comes in, and one of what goes out. A scanner that the policy turns off and that only one of them
    /// has is no fault.</summary>
    /// <param name="own">Checks of the user's own, in both directions.</param>
    public static (Inspector Incoming, Inspector Outgoing) Inspectors(ReflexPolicy policy, TimeProvider time,
        IReadOnlyList<string>? known = null, params IReadOnlyList<CustomScanner> own)
    {
        IReadOnlyList<TextScanner> incoming = [.. Incoming(policy, known), .. own];
        IReadOnlyList<TextScanner> outgoing = [.. Outgoing(policy, known), .. own];
        var there = outgoing.Select(static scanner => scanner.Name).Append("listed").ToHashSet(StringComparer.Ordinal);
        return (new Inspector(incoming, policy, time, new VerdictCache()),
            new Inspector(outgoing, policy with { Off = policy.Off.Where(there.Contains).ToHashSet(StringComparer.Ordinal) }, time));
    }
}
