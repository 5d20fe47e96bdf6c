using System.Text.Json.Serialization;

namespace Tako.Limbs;

/// <summary>The arguments of a test run at the gate: what runs, over which change.</summary>
internal sealed record TestCall(IReadOnlyList<string> Command, string Changes);

/// <summary>The arguments of a preparing run at the gate.</summary>
internal sealed record PrepareCall(IReadOnlyList<string> Command, IReadOnlyList<string> Hosts);

/// <summary>The arguments of an allowed command at the gate.</summary>
internal sealed record RunCall(string Program, IReadOnlyList<string> Arguments, string Changes);

/// <summary>The arguments of the write-back at the gate.</summary>
internal sealed record WriteCall(string Changes, IReadOnlyList<string> Paths);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TestCall))]
[JsonSerializable(typeof(PrepareCall))]
[JsonSerializable(typeof(RunCall))]
[JsonSerializable(typeof(WriteCall))]
internal sealed partial class ProcessCallJson : JsonSerializerContext;
