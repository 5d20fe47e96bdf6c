using System.Text;

namespace Tako.Models.Tests.Wire;

/// <summary>Damages JSON in the ways that wires and hands do.</summary>
internal static class Mutant
{
    private static readonly string[] Words =
        ["null", "[]", "{}", "-1", "1e999", "\"\"", "true", "\\ud800", "\\u0061", " ", "\n", ",\"type\":\"error\"", "\"delta\":", "{", "]"];

    public static byte[] Of(byte[] bytes, Random random)
    {
        for (var change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--)
        {
            var at = random.Next(bytes.Length);
            bytes = random.Next(5) switch
            {
                0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                1 => bytes[..at],
                2 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(8))..]],
                3 => [.. bytes[..at], .. bytes[Math.Max(0, at - random.Next(20))..]],
                _ => [.. bytes[..at], .. Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]), .. bytes[at..]],
            };
        }

        return bytes;
    }
}
