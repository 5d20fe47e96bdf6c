using System.Buffers;
using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reactor.Journal;

namespace Tako.Reactor.Scheduling;

/// <summary>Lists and objects made of labelled values.</summary>
internal static class Joined
{
    public static Labeled<JsonElement> Of(IReadOnlyList<(string Name, Labeled<JsonElement> Value)> parts, bool isObject)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (isObject)
                writer.WriteStartObject();
            else
                writer.WriteStartArray();
            foreach (var (name, part) in parts)
            {
                if (isObject)
                    writer.WritePropertyName(name);
                part.Value.WriteTo(writer);
            }

            if (isObject)
                writer.WriteEndObject();
            else
                writer.WriteEndArray();
        }

        var label = parts.Count == 0
            ? StepLabels.Literal
            : parts.Select(part => part.Value.Label).Aggregate((one, other) => one.Join(other));
        return new Labeled<JsonElement>(JsonElement.Parse(buffer.WrittenSpan), label);
    }

    /// <summary>The value of a plan whose steps are all finished.</summary>
    public static Labeled<JsonElement> Output(Scope scope)
    {
        if (scope.Plan.Output is { } output)
            return Value(scope.Steps[output]);
        List<Node> last = [.. scope.Steps.Values.Where(node => node.Waiting.Count == 0)];
        return last.Count == 1
            ? Value(last[0])
            : Of([.. last.Where(node => node.Value is not null).Select(node => (node.Spec.Name, Value(node)))], isObject: true);
    }

    private static Labeled<JsonElement> Value(Node node) => node.Value is { } value
        ? new Labeled<JsonElement>(value.Value, value.Label)
        : new Labeled<JsonElement>(StoredValue.Null, StepLabels.Literal);
}
