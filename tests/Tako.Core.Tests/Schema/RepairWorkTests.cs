using System.Text;
using Tako.Core.Schema.Repairing;

namespace Tako.Core.Tests.Schema;

/// <summary>Reading counts the letters it passes and looks at, so that its work can be held to the text's length without a clock.</summary>
public class RepairWorkTests
{
    private static readonly string[] Beginnings = ["", "{\"x\": [", "{\"x\": \"", "[\"", "[(", "{a"];

    [Theory]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("(")]
    [InlineData("]")]
    [InlineData("}")]
    [InlineData("\"")]
    [InlineData("\"+")]
    [InlineData("'")]
    [InlineData("`")]
    [InlineData("“")]
    [InlineData("\\")]
    [InlineData("\\\"")]
    [InlineData("//")]
    [InlineData("/*")]
    [InlineData("/a")]
    [InlineData("#")]
    [InlineData(",")]
    [InlineData(":")]
    [InlineData("```")]
    [InlineData("\" \"")]
    [InlineData("\", \"")]
    [InlineData("\"a\" ")]
    [InlineData("\"a\" b")]
    [InlineData("\"a\"\n")]
    [InlineData("{}```")]
    [InlineData("{\"a\":\"b\" ")]
    [InlineData("\"a\",\"b\":")]
    [InlineData("a, ")]
    [InlineData("a ")]
    [InlineData("f(")]
    [InlineData("- ")]
    [InlineData(" ")]
    [InlineData("\0")]
    public void Work_grows_with_the_length_alone(string piece)
    {
        foreach (var beginning in Beginnings)
        {
            var (small, large) = (Steps(beginning, piece, 5_000), Steps(beginning, piece, 50_000));
            large.ShouldBeLessThan(40L * 50_000 + 250_000, $"{beginning} {piece}");
            large.ShouldBeLessThan((12 * small) + 250_000, $"{beginning} {piece}");
        }
    }

    private static long Steps(string beginning, string piece, int length)
    {
        var reader = new TolerantReader(beginning + new StringBuilder().Insert(0, piece, length / piece.Length), 0);
        reader.Document();
        return reader.Steps;
    }
}
