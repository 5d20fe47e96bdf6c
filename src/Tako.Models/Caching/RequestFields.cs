using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>The fields of a request's first level that mean something to the cache; all others belong to the key as they
/// are.</summary>
internal static class RequestFields
{
    public enum Meaning : byte
    {
        Plain,

        /// <summary>Does not change the answer.</summary>
        LeftOut,

        /// <summary>Changes what a stream tells, and nothing else.</summary>
        OfStreams,
        Temperature,
        Choices,
        Tools,

        /// <summary>Anything but null refers to a state.</summary>
        State,

        /// <summary>Only <c>true</c> asks for a state.</summary>
        StateIfTrue,
        HostedTools,
    }

    private static readonly string[] Hosted =
        ["web_search", "web_fetch", "file_search", "code_interpreter", "code_execution", "image_generation", "mcp", "tool_search"];

    private static readonly byte[][] HostedBytes = [.. Hosted.Select(System.Text.Encoding.UTF8.GetBytes)];

    public static Meaning Of(WireKind wire, ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 1 when name[0] == (byte)'n':
                return Meaning.Choices;
            case 4 when name.SequenceEqual("user"u8) && wire == WireKind.Chat:
                return Meaning.LeftOut;
            case 5 when name.SequenceEqual("tools"u8):
                return Meaning.Tools;
            // Who asks for an answer of its own to be kept gets one; left out, a shared one will do.
            case 5 when name.SequenceEqual("store"u8):
                return wire == WireKind.Chat ? Meaning.LeftOut : Meaning.StateIfTrue;
            case 6 when name.SequenceEqual("stream"u8):
                return Meaning.LeftOut;
            case 8 when name.SequenceEqual("metadata"u8) && wire != WireKind.Responses:
                return Meaning.LeftOut;
            case 9 when name.SequenceEqual("container"u8):
                return Meaning.State;
            case 10 when name.SequenceEqual("background"u8):
                return Meaning.StateIfTrue;
            case 11 when name.SequenceEqual("temperature"u8):
                return Meaning.Temperature;
            case 11 when name.SequenceEqual("mcp_servers"u8):
                return Meaning.HostedTools;
            case 12 when name.SequenceEqual("conversation"u8):
                return Meaning.State;
            case 12 when name.SequenceEqual("service_tier"u8) && wire != WireKind.Responses:
                return Meaning.LeftOut;
            case 13 when name.SequenceEqual("cache_control"u8) && wire == WireKind.Messages:
                return Meaning.LeftOut;
            case 14 when name.SequenceEqual("stream_options"u8):
                return Meaning.OfStreams;
            case 16 when name.SequenceEqual("prompt_cache_key"u8) && wire == WireKind.Chat:
                return Meaning.LeftOut;
            case 17 when name.SequenceEqual("safety_identifier"u8) && wire == WireKind.Chat:
                return Meaning.LeftOut;
            case 18 when name.SequenceEqual("web_search_options"u8):
                return Meaning.HostedTools;
            case 20 when name.SequenceEqual("previous_response_id"u8):
                return Meaning.State;
            case 22 when name.SequenceEqual("prompt_cache_retention"u8) && wire == WireKind.Chat:
                return Meaning.LeftOut;
            default:
                return Meaning.Plain;
        }
    }

    /// <summary>Whether a tool of this type runs at the provider.</summary>
    public static bool IsHosted(ReadOnlySpan<byte> type)
    {
        foreach (var hosted in HostedBytes)
        {
            if (type.StartsWith(hosted))
                return true;
        }

        return false;
    }
}
