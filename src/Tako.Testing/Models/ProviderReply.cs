namespace Tako.Testing.Models;

/// <summary>What a <see cref="FakeProvider"/> does with one request.</summary>
public abstract record ProviderReply
{
    private ProviderReply() { }

    /// <summary>An answer in the protocol and manner that the request asked for, with room for everything that can go
    /// wrong in a stream.</summary>
    public sealed record Answer : ProviderReply
    {
        public string Text { get; init; } = "";

        public IReadOnlyList<ProviderToolCall> ToolCalls { get; init; } = [];

        /// <summary>Null stands for a server that reports none.</summary>
        public ProviderUsage? Usage { get; init; } = new();

        public string Model { get; init; } = "fake-1";

        public int WordsPerChunk { get; init; } = 1;

        /// <summary>Gives every parallel call the index 0, as some servers do.</summary>
        public bool SameIndex { get; init; }

        /// <summary>After so many chunks of text the connection is closed.</summary>
        public int? CutAfter { get; init; }

        /// <summary>After so many chunks of text nothing more comes, and the connection stays open.</summary>
        public int? StallAfter { get; init; }

        /// <summary>After so many chunks of text this line of data comes in between.</summary>
        public (int After, string Data)? Intruder { get; init; }

        /// <summary>After the finish reason no end mark comes, and the connection stays open.</summary>
        public bool NeverEnds { get; init; }

        /// <summary>The stream is closed without the end mark, but after the finish reason.</summary>
        public bool NoEndMark { get; init; }
    }

    /// <summary>A status with a body.</summary>
    public sealed record Status(int Code, string Body = "{}", IReadOnlyDictionary<string, string>? Headers = null)
        : ProviderReply;

    /// <summary>Success, and a body that is no answer.</summary>
    public sealed record Nonsense(string Body, string MediaType = "application/json") : ProviderReply;

    /// <summary>The connection is reset before any answer.</summary>
    public sealed record Reset : ProviderReply;

    /// <summary>The request is read, and nothing is ever sent, or nothing after these events.</summary>
    public sealed record Silence(string? After = null) : ProviderReply;

    /// <summary>Words without end.</summary>
    public sealed record Endless : ProviderReply;

    public static implicit operator ProviderReply(string text) => new Answer { Text = text };
}

/// <summary>A tool call that a fake provider makes; the arguments are JSON text, right or wrong.</summary>
public sealed record ProviderToolCall(string Id, string Name, string Arguments);

/// <summary>Usage that a fake provider reports, with the input as a total.</summary>
public sealed record ProviderUsage(int Input = 11, int Output = 7, int CachedInput = 0);
