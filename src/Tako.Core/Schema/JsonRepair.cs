namespace Tako.Core.Schema;

/// <summary>Turns what a model meant as JSON into JSON.</summary>
public static class JsonRepair
{
    /// <summary>Valid JSON, or null when the text holds nothing that could be meant as JSON.</summary>
    public static string? Repair(string text) => throw new InvalidOperationException();
}
