using System.Text;
using Tako.Core.Faults;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Tests.Pipeline;

/// <summary>A stream gives what the whole gives, however it is split, and holds back little.</summary>
public sealed class InspectionStreamTests
{
    private static readonly ReflexPolicy Policy = ((Parsed<ReflexPolicy>.Ok)PolicyReader.Read("""
        rules:
          - { families: [canary], do: block }
          - { families: [personal, secret, listed], do: mask }
        deny: [nightfall]
        canaries: [violet-otter-77]
        """)).Value;

    private static readonly Inspector Inspector = StandardScanners.Inspectors(Policy, TimeProvider.System).Outgoing;

    private static readonly string[] Parts =
    [
        "plain words go on, ", "mail ada.example@example.com now ", "card 4111 1111 1111 1111, ", "it is Nightfall. ", "\n",
        "12 of 13, ",
        "call +44 20 7946 0958 today ", "10.0.0.1 answers; ", "see https://user:secret-pw-9@example.org/x ", "größer als ", "a@b, ", "… ",
        "key=" + "ghp_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5 ", "IBAN DE89 3704 0044 0532 0130 00. ", "x", " ",
    ];

    [Fact]
    public void Any_split_gives_what_the_whole_gives()
    {
        var random = new Random(17);
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Parts[random.Next(Parts.Length)]));
            var whole = Through([text], out _);
            var pieces = new List<string>();
            for (var at = 0; at < text.Length;)
            {
                var length = Math.Min(text.Length - at, random.Next(1, 12));
                pieces.Add(text.Substring(at, length));
                at += length;
            }

            Through(pieces, out var held).ShouldBe(whole, text);
            held.ShouldBeLessThanOrEqualTo(InspectionStream.MaxHeld, text);
        }
    }

    [Fact]
    public void Text_in_which_nothing_is_open_goes_on_at_once()
    {
        var stream = Inspector.Open(Labels.Arm("model"), Replacements.Masks);

        foreach (var word in (string[])["These ", "are ", "ordinary ", "words, ", "here ", "go ", "more ", "of ", "them.\n"])
            stream.Next(word).ShouldBe(word);
    }

    [Theory]
    [InlineData("It is violet-otter-77 indeed.")]
    [InlineData("It is dmlvbGV0LW90dGVyLTc3 indeed.")]
    public void What_is_blocked_never_comes_out_of_a_stream(string text)
    {
        foreach (var size in (int[])[1, 3, 100])
        {
            var stream = Inspector.Open(Labels.Arm("model"), Replacements.Masks);
            var said = new StringBuilder();
            foreach (var piece in text.Chunk(size))
                said.Append(stream.Next(new string(piece)));
            said.Append(stream.End());

            stream.Decision.ShouldBe(Decision.Block);
            "It is ".ShouldStartWith(said.ToString());
        }
    }

    private static string Through(IEnumerable<string> pieces, out int held)
    {
        var stream = Inspector.Open(Labels.Arm("model"), Replacements.Masks);
        var said = new StringBuilder();
        held = 0;
        foreach (var piece in pieces)
        {
            said.Append(stream.Next(piece));
            held = Math.Max(held, stream.Held);
        }

        said.Append(stream.End());
        return $"{stream.Decision}: {said}";
    }
}
