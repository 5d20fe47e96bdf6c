using System.Text.Json;

namespace Tako.Eval.Failover.Protocols;

/// <summary>How one protocol's provider writes answers and errors.</summary>
internal abstract class Dialect
{
    public static Dialect Of(Surface wire) => wire switch
    {
        Surface.Chat => new ChatDialect(),
        Surface.Responses => new ResponsesDialect(),
        _ => new MessagesDialect(),
    };

    /// <summary>The events of a streamed answer, in order.</summary>
    public abstract IEnumerable<Piece> Stream(Answer answer, AnswerFacts facts);

    /// <summary>The body of an answer that is not streamed.</summary>
    public abstract string Whole(Answer answer, AnswerFacts facts);

    /// <summary>The body of an error.</summary>
    public abstract string Error(ErrorKind kind);

    /// <summary>An error inside a stream.</summary>
    public abstract string ErrorEvent(ErrorKind kind);

    /// <summary>An event whose JSON breaks off.</summary>
    public abstract string Malformed(AnswerFacts facts);

    protected static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    protected static string Named(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    protected static string Unnamed(string data) => $"data: {data}\n\n";
}
