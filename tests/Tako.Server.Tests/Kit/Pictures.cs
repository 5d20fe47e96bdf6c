using System.Text.Json;

namespace Tako.Server.Tests.Kit;

/// <summary>Small things that requests carry.</summary>
internal static class Pictures
{
    /// <summary>A PNG of one pixel.</summary>
    public static byte[] Dot { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
}

/// <summary>What tests expect of answers.</summary>
internal static class Expected
{
    /// <summary>The provider's text, whole.</summary>
    public static void ShouldBeSixtyWords(this string text)
    {
        text.Split(' ').Length.ShouldBe(60, text);
        text.ShouldStartWith("An octopus keeps most of its mind");
        text.ShouldEndWith("came from a single hand.");
    }

    /// <summary>The same JSON without white space.</summary>
    public static string Compact(this string json) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json));
}
