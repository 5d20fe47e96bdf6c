using Tako.Reflexes.Inspection;
using Tako.Reflexes.Secrets.Matching;

namespace Tako.Reflexes.Secrets;

/// <summary>Finds secrets of every kind as one scanner of the pipeline; known values are not its task.</summary>
public sealed class SecretTextScanner(SecretsOptions? options = null) : TextScanner
{
    private readonly SecretEngine _engine = SecretEngine.BuiltIn;
    private readonly AllowedSecrets? _allowed = AllowedSecrets.Of(options);

    public override string Name => "secrets";

    public override IReadOnlyList<string> Literals => _engine.Literals;

    public override void Scan(in ScanText text, FindingList into)
    {
        var pass = _engine.Rent();
        _engine.Scan(text.Text, text.Hits, pass);
        if (pass.Count > 0)
            _allowed?.Pass(text.Text, pass);
        pass.Merge();
        foreach (var match in pass.All)
        {
            var kind = _engine.Kind(match.Kind).Reason;
            into.Add(new Finding(match.Start, match.End - match.Start, FindingFamily.Secret, kind, Score(match)));
        }

        _engine.Return(pass);
    }

    public override int Settled(ReadOnlySpan<char> text)
    {
        var settled = SettledSecrets.Of(text);
        var pass = _engine.Rent();
        _engine.Scan(text, pass);
        pass.Merge();
        for (var index = pass.Count - 1; index >= 0; index--)
        {
            if (pass.All[index] is var match && match.Start < settled && (match.End > settled || match.End == text.Length))
                settled = match.Start;
        }

        _engine.Return(pass);
        return settled;
    }

    // Measured on made samples: a checksum is never wrong, a format hardly, a name now and then.
    private static double Score(SecretMatch match) => match.Sure ? 0.999 : match.Guessed ? 0.9 : 0.97;
}
