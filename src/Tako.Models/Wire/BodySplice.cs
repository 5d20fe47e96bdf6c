using System.Buffers;
using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>
/// Makes the provider's body from the client's where both speak the same protocol: the model is named anew, a stream's usage
/// is asked for where it is wanted, and every other byte stays as it is, unknown fields and white space included.
/// </summary>
internal static class BodySplice
{
    /// <summary>Writes the body.</summary>
    /// <param name="model">The provider's own name of the model.</param>
    /// <param name="tellUsage">The provider can tell the usage of a stream.</param>
    /// <returns>Whether usage is asked for although the client did not: it must not see the frame that tells it.</returns>
    public static bool Write(ReadOnlySpan<byte> body, in RequestHead head, JsonEncodedText model, bool tellUsage,
        IBufferWriter<byte> output)
    {
        var name = head.Model.GetOffsetAndLength(body.Length);
        if (!tellUsage || !head.Stream || head.UsageInStream)
        {
            output.Write(body[..name.Offset]);
            Name(output, model);
            output.Write(body[(name.Offset + name.Length)..]);
            return false;
        }

        var (at, length) = Place(body, head, out var words);
        if (at < name.Offset)
        {
            output.Write(body[..at]);
            output.Write(words);
            output.Write(body[(at + length)..name.Offset]);
            Name(output, model);
            output.Write(body[(name.Offset + name.Length)..]);
        }
        else
        {
            output.Write(body[..name.Offset]);
            Name(output, model);
            output.Write(body[(name.Offset + name.Length)..at]);
            output.Write(words);
            output.Write(body[(at + length)..]);
        }

        return true;
    }

    private static (int At, int Length) Place(ReadOnlySpan<byte> body, in RequestHead head, out ReadOnlySpan<byte> words)
    {
        var (options, size) = head.StreamOptions.GetOffsetAndLength(body.Length);
        if (size == 0)
        {
            words = "\"stream_options\":{\"include_usage\":true},"u8;
            return (head.Opened, 0);
        }

        if (body[options] != (byte)'{')
        {
            words = "{\"include_usage\":true}"u8;
            return (options, size);
        }

        var (value, length) = head.IncludeUsage.GetOffsetAndLength(body.Length);
        if (length > 0)
        {
            words = "true"u8;
            return (value, length);
        }

        words = head.HasStreamOption ? "\"include_usage\":true,"u8 : "\"include_usage\":true"u8;
        return (options + 1, 0);
    }

    private static void Name(IBufferWriter<byte> output, JsonEncodedText model)
    {
        output.Write("\""u8);
        output.Write(model.EncodedUtf8Bytes);
        output.Write("\""u8);
    }
}
