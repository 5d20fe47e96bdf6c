using FsCheck;
using FsCheck.Fluent;
using Tako.Reflexes.Secrets;

namespace Tako.Reflexes.Tests.Secrets;

public sealed class SecretAnchorsTests
{
    private const string Body = "q9ZtRw7LxPb2Vk8NcYd4MhF3sJ6gTa1UeXoHvKiQzWnB5rCmDpEyGfLlSuOjA0";

    private static readonly string[] Pieces =
    [
        "AKIA", "Q7ZJ4M2WK5XN6TRB", "ghp_", "github_pat_", "glpat-", "sk-", "sk-ant-", "sk_live_", "xoxb-", "hooks.slack.com/services/",
        "AIza", "GOCSPX-", "ya29.", "npm_", "hf_", "pypi-AgE", "dop_v1_", "SG.", "AccountKey=", "secret_access_key", "SecretAccessKey",
        "eyJhbGciOiJIUzI1NiJ9", "eyJ", "://", "user:", "pa55w0rdQz", "@host", "-----BEGIN", " RSA PRIVATE KEY-----",
            "-----END", " ", "\n", "\"",
        "'", "=", ": ", " => ", ",", ".", "-", "_", "/", "+", "word", "a", "7", "0123456789abcdef", Body, Body[..40],
            Body[..36], Body[..20],
        Body[10..45], "ü", "\u00A0",
    ];

    private static readonly Gen<string> Texts = Gen.Elements(Pieces).ListOf().Select(string.Concat);

    [Fact]
    public void Looking_at_long_runs_alone_finds_the_same_as_looking_everywhere()
    {
        Prop.ForAll(Texts.ToArbitrary(), text => Runs(text).SequenceEqual(Everywhere(text)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(4000).WithEndSize(60));
    }

    [Theory]
    [InlineData("ghp_", 36)]
    [InlineData("  token: ghp_", 36)]
    [InlineData("aws_secret_access_key = \"", 40)]
    [InlineData("SecretAccessKey':  '", 40)]
    [InlineData("a1b2c3d4e5f6g7h8i9j0 SECRET_ACCESS_KEY=", 40)]
    public void A_token_is_found_wherever_it_stands_among_other_text(string before, int length)
    {
        for (var shift = 0; shift <= 45; shift++)
        {
            var text = string.Concat(Enumerable.Repeat("ab ", 20))[..shift] + "\n" + before + Body[..length] + "\" rest of the line";
            Runs(text).ShouldNotBeEmpty();
            Runs(text).ShouldBe(Everywhere(text));
        }
    }

    private static IReadOnlyList<SecretFinding> Runs(string text)
    {
        var (found, end) = (new List<SecretFinding>(), 0);
        var anchors = new SecretAnchors(text);
        while (anchors.Next() is var at and >= 0)
        {
            if (at >= end && SecretPatterns.Match(text, at) is { } finding)
            {
                found.Add(finding);
                end = finding.End;
            }
        }

        return found;
    }

    private static IReadOnlyList<SecretFinding> Everywhere(string text)
    {
        var found = new List<SecretFinding>();
        for (var from = 0; text.AsSpan(from).IndexOfAny(SecretPatterns.Anchors) is var hit and >= 0;)
        {
            var at = from + hit;
            var match = SecretPatterns.Match(text, at);
            if (match is { } finding)
                found.Add(finding);
            from = match?.End ?? at + 1;
        }

        return found;
    }
}
