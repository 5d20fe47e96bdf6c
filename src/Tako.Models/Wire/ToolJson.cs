using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>How tool arguments and results become JSON: as the abstractions do it, but without the blanks that cost
/// tokens.</summary>
internal static class ToolJson
{
    public static readonly JsonSerializerOptions Options =
        new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
}
