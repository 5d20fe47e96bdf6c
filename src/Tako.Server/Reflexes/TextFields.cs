namespace Tako.Server.Reflexes;

/// <summary>The names of fields that tell what a text is.</summary>
internal enum TextField
{
    /// <summary>Any other.</summary>
    None,

    /// <summary>Names of things: not looked at, and never changed.</summary>
    Name,
    Role,
    Type,
    Finish,
    Index,
    OuterIndex,
    Sequence,

    /// <summary>The system's words.</summary>
    System,
    Messages,
    Content,
    Text,
    Thinking,
    Reasoning,
    Refusal,
    Delta,

    /// <summary>A JSON text within the text.</summary>
    Arguments,

    /// <summary>Arguments as a JSON value, or what a tool gave.</summary>
    Input,
    Output,
}

internal static class TextFields
{
    public static TextField Of(ReadOnlySpan<byte> name) => name.Length > 24 ? TextField.None : name switch
    {
        _ when name.SequenceEqual("content"u8) => TextField.Content,
        _ when name.SequenceEqual("text"u8) || name.SequenceEqual("output_text"u8) => TextField.Text,
        _ when name.SequenceEqual("role"u8) => TextField.Role,
        _ when name.SequenceEqual("type"u8) => TextField.Type,
        _ when name.SequenceEqual("delta"u8) => TextField.Delta,
        _ when name.SequenceEqual("arguments"u8) || name.SequenceEqual("partial_json"u8) => TextField.Arguments,
        _ when name.SequenceEqual("messages"u8) => TextField.Messages,
        _ when name.SequenceEqual("system"u8) || name.SequenceEqual("instructions"u8) => TextField.System,
        _ when name.SequenceEqual("input"u8) => TextField.Input,
        _ when name.SequenceEqual("output"u8) => TextField.Output,
        _ when name.SequenceEqual("index"u8) || name.SequenceEqual("content_index"u8)
            || name.SequenceEqual("summary_index"u8) => TextField.Index,
        _ when name.SequenceEqual("output_index"u8) => TextField.OuterIndex,
        _ when name.SequenceEqual("sequence_number"u8) => TextField.Sequence,
        _ when name.SequenceEqual("thinking"u8) => TextField.Thinking,
        _ when name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("reasoning"u8) => TextField.Reasoning,
        _ when name.SequenceEqual("refusal"u8) => TextField.Refusal,
        _ when name.SequenceEqual("finish_reason"u8) => TextField.Finish,
        _ when name.SequenceEqual("model"u8) || name.SequenceEqual("id"u8) || name.SequenceEqual("tool_call_id"u8)
            || name.SequenceEqual("call_id"u8) || name.SequenceEqual("tool_use_id"u8) || name.SequenceEqual("item_id"u8)
            || name.SequenceEqual("object"u8) || name.SequenceEqual("signature"u8) || name.SequenceEqual("encrypted_content"u8)
            || name.SequenceEqual("previous_response_id"u8) || name.SequenceEqual("media_type"u8) => TextField.Name,
        _ => TextField.None,
    };
}

/// <summary>Who speaks.</summary>
internal enum SpeakerRole { None, System, User, Assistant, Tool }

internal static class RoleWords
{
    public static SpeakerRole Of(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("system"u8) || word.SequenceEqual("developer"u8) => SpeakerRole.System,
        _ when word.SequenceEqual("assistant"u8) => SpeakerRole.Assistant,
        _ when word.SequenceEqual("tool"u8) || word.SequenceEqual("function"u8) => SpeakerRole.Tool,
        _ => SpeakerRole.User,
    };
}

/// <summary>What an object says it is, as far as that matters here.</summary>
internal enum TypeWord { Other, ToolResult, ToolUse, Arguments, End }

internal static class TypeWords
{
    public static TypeWord Of(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("tool_result"u8) || word.SequenceEqual("function_call_output"u8) => TypeWord.ToolResult,
        _ when word.SequenceEqual("tool_use"u8) => TypeWord.ToolUse,
        _ when word.SequenceEqual("response.function_call_arguments.delta"u8) => TypeWord.Arguments,
        _ when word.SequenceEqual("content_block_stop"u8) || word.EndsWith(".done"u8) => TypeWord.End,
        _ => TypeWord.Other,
    };
}
