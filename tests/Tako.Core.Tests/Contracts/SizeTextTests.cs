using Tako.Core.Contracts;
using Tako.Core.Faults;

namespace Tako.Core.Tests.Contracts;

public sealed class SizeTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("33554432", 33554432)]
    [InlineData("32MiB", 33554432)]
    [InlineData(" 1.5 KiB ", 1536)]
    [InlineData("500kB", 500_000)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("1TiB", 1L << 40)]
    [InlineData("64K", 65536)]
    [InlineData("7B", 7)]
    public void A_size_is_a_number_with_or_without_a_unit(string text, long bytes) =>
        SizeText.Parse(text).ShouldBe(new Parsed<long>.Ok(bytes));

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("12 apples")]
    [InlineData("99999999999 GiB")]
    public void Anything_else_is_a_fault(string text) => SizeText.Parse(text).ShouldBeOfType<Parsed<long>.Faulty>();
}
