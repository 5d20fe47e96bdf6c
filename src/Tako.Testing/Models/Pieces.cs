namespace Tako.Testing.Models;

/// <summary>Cuts a scripted text into the chunks of a stream, at spaces.</summary>
internal static class Pieces
{
    public static IEnumerable<string> Of(ProviderReply.Answer answer)
    {
        var words = answer.Text.Split(' ');
        for (var at = 0; at < words.Length && answer.Text.Length > 0; at += answer.WordsPerChunk)
            yield return (at > 0 ? " " : "") + string.Join(' ', words.Skip(at).Take(answer.WordsPerChunk));
    }
}
