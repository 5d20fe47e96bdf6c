using Tako.Models.Calls;

namespace Tako.Models.Tests.Calls;

public sealed class CacheControlTests
{
    [Theory]
    [InlineData(null, CacheUse.Use, null)]
    [InlineData("", CacheUse.Use, null)]
    [InlineData("no-store", CacheUse.Off, null)]
    [InlineData("No-Cache", CacheUse.Refresh, null)]
    [InlineData("no-cache, no-store", CacheUse.Off, null)]
    [InlineData("max-age=30", CacheUse.Use, 30)]
    [InlineData(" max-age=\"30\" , max-age=20", CacheUse.Use, 20)]
    [InlineData("max-age=0", CacheUse.Refresh, 0)]
    [InlineData("max-age=99999999999999999999", CacheUse.Use, int.MaxValue)]
    [InlineData("max-age=-1, max-age=x, max-age=, only-if-cached, whatever=1", CacheUse.Use, null)]
    public void A_header_says_what_is_wanted(string? header, CacheUse use, int? age) =>
        CacheControl.Read(header).ShouldBe(new CacheControl { Use = use, MaxAge = age is { } s ? TimeSpan.FromSeconds(s) : null });
}
