using Microsoft.Extensions.AI;

namespace Tako.Reflexes.Chat;

/// <summary>A fast check around a model call: before it on the messages, during it on the text that comes back. Safe
/// for concurrent use.</summary>
public interface IChatReflex
{
    string Name { get; }

    ChatVerdict Before(IReadOnlyList<ChatMessage> messages, ChatOptions? options) => ChatVerdict.Ok;

    /// <summary>A watch over one run of text of one answer, or null when this reflex does not look at answers.</summary>
    ResponseWatch? Watch() => null;

    /// <summary>A tool call of an answer, which comes whole: the call as it may go on, or null to end the answer before it.</summary>
    FunctionCallContent? Called(FunctionCallContent call) => call;
}

/// <summary>What a reflex makes of a request to a model.</summary>
public abstract record ChatVerdict
{
    private ChatVerdict() { }

    public sealed record Pass : ChatVerdict;

    /// <summary>Send these messages instead.</summary>
    public sealed record Rewrite(IReadOnlyList<ChatMessage> Messages) : ChatVerdict;

    /// <summary>Do not call the model.</summary>
    public sealed record Block(string Reason, string WayOut) : ChatVerdict;

    /// <summary>The verdict of a reflex that has nothing against it.</summary>
    public static readonly ChatVerdict Ok = new Pass();
}

/// <summary>
/// Sees the text of an answer piece by piece and says what may go out. However the text was split, everything it lets out
/// is the same in the end. Used by one answer at a time.
/// </summary>
public abstract class ResponseWatch
{
    public abstract Release Next(string text);

    /// <summary>Nothing more comes: lets out what was held back.</summary>
    public abstract Release End();
}

/// <summary>Text that may go out now.</summary>
/// <param name="Stop">Why the answer ends here, or null to go on.</param>
public readonly record struct Release(string Text, string? Stop = null);
