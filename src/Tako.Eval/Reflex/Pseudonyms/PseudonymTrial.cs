using System.Text;
using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pseudonyms;
using Tako.Reflexes.Redaction;

namespace Tako.Eval.Reflex.Pseudonyms;

/// <summary>One session: hides values that every session has, mutates their tokens and restores them, on three channels.</summary>
internal sealed class PseudonymTrial(PseudonymVault vault, int seed)
{
    // Before what is made of them.
    private static readonly string[] Names =
    [
        "Ada", "Grace", "José", "Zoë", "Ngọc", "O'Neil", "Łukasz", "李", "Marie-Luise",
        "Ivan", "Aïcha", "D'Angelo", "Peter", "Pippa", "山田",
    ];

    private static readonly (string Kind, Func<Random, string> Make)[] Values =
    [
        ("person", static random => $"{Names[random.Next(Names.Length)]} {Names[random.Next(Names.Length)]}"),
        ("email", static random => $"{Names[random.Next(Names.Length)].ToLowerInvariant()}{random.Next(100)}@example.org"),
        ("phone", static random => $"+44 20 {random.Next(1000, 9999)} {random.Next(1000, 9999)}"),
        ("credit_card", static random => string.Join(' ', Enumerable.Range(0, 4).Select(_ => random.Next(1000, 9999)))),
        ("street_address", static random => $"{random.Next(1, 400)} \"Old\" Road\\{random.Next(9)}\nTown {random.Next(10, 99)}"),
    ];

    private static readonly string[] Frames =
    [
        "{0}", "Please write to {0} today.", "{0}, hi!\nThe file is in /tmp.", "const owner = {0};",
        "Le dossier de {0} est prêt. Piia PII policy.", "{0}{0}",
    ];

    private readonly Random _random = new(seed);
    private readonly PseudonymRestorer _restorer = new(vault, Confidentiality.Secret);

    /// <summary>Every token that the session gave and its value.</summary>
    public List<(string Value, string Token)> Given { get; } = [];

    public PseudonymTally Run(int values)
    {
        // The same values in every session, so that they could be taken for each other.
        var shared = new Random(1);
        var tally = new PseudonymTally();
        for (var round = 0; round < values; round++)
        {
            var (kind, make) = Values[round % Values.Length];
            var value = make(shared);
            var token = vault.Hide(value, kind, Confidentiality.Confidential)!.Value.ToString();
            Given.Add((value, token));
            tally += RoundTrip(value, kind);
            foreach (var (name, mutate) in TokenMutations.All)
                tally += Mutation(value, mutate(token, _random), name);
            foreach (var (_, damage) in TokenMutations.Damages)
                tally += Damage(damage(token, _random));
        }

        return tally;
    }

    /// <summary>Shows another session's tokens to this one's restorer.</summary>
    public PseudonymTally Meet(IReadOnlyList<(string Value, string Token)> foreign)
    {
        var restored = _restorer.Restore(string.Join(' ', foreign.Select(static entry => entry.Token)));
        return new PseudonymTally { Foreign = foreign.Count, Crossed = restored.Counts.Restored };
    }

    private PseudonymTally RoundTrip(string value, string kind)
    {
        var text = string.Format(null, Frames[_random.Next(Frames.Length)], value);
        var at = text.IndexOf(value, StringComparison.Ordinal);
        var hidden = new Pseudonymiser(vault).Replace(text, [new Finding(at, value.Length, FindingFamily.Personal, kind, 1)],
            static _ => Confidentiality.Confidential);
        var exact = _restorer.Restore(hidden.Text).Text == text && hidden.Text != text;
        return new PseudonymTally { RoundTrips = 1, RoundTripsExact = exact ? 1 : 0 };
    }

    private PseudonymTally Mutation(string value, TokenMutations.Mutated mutated, string name)
    {
        var frame = Frames[_random.Next(Frames.Length)];
        var text = frame.Replace("{0}", mutated.ToString(), StringComparison.Ordinal);
        var expected = frame.Replace("{0}", mutated.Before + value + mutated.After, StringComparison.Ordinal);
        var whole = _restorer.Restore(text).Text == expected;
        var (streamed, held) = Streamed(text, json: false);
        var stream = streamed == expected;
        var arguments = JsonSerializer.Serialize(new { note = text, count = 3 });
        var json = Note(_restorer.RestoreJson(arguments).Text) == expected && Note(Streamed(arguments, json: true).Text) == expected;
        return new PseudonymTally
        {
            Whole = 1,
            WholeRight = whole ? 1 : 0,
            Streams = 1,
            StreamsRight = stream ? 1 : 0,
            Arguments = 1,
            ArgumentsRight = json ? 1 : 0,
            MostHeld = held,
            Lost = whole && stream && json ? [] : [name],
        };
    }

    private PseudonymTally Damage(string token) => new()
    {
        Damaged = 1,
        Wrong = _restorer.Restore($"Dear {token} and others").Counts.Restored,
    };

    private (string Text, int Held) Streamed(string text, bool json)
    {
        var (stream, into, held) = (_restorer.OpenStream(json), new StringBuilder(), 0);
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(_random.Next(1, 9), text.Length - at);
            into.Append(stream.Push(text.Substring(at, length)));
            held = Math.Max(held, stream.Held);
            at += length;
        }

        return (into.Append(stream.Finish()).ToString(), held);
    }

    private static string? Note(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Text("note");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
