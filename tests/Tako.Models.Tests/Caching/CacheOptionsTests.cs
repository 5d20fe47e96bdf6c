using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Caching;

namespace Tako.Models.Tests.Caching;

public sealed class CacheOptionsTests
{
    [Fact]
    public void What_is_not_said_has_its_default() => Read("{}").ShouldBe(new CacheOptions());

    [Fact]
    public void Every_key_is_read() =>
        Read("""
            cache:
              enabled: false
              ttl: 10m
              maxBytes: 64MiB
              maxEntryBytes: 65536
              maxTemperature: 0.3
              disk: true
              diskMaxBytes: 1.5 GiB
            """).ShouldBe(new CacheOptions
        {
            Enabled = false,
            Ttl = TimeSpan.FromMinutes(10),
            MaxBytes = 64 << 20,
            MaxEntryBytes = 65536,
            MaxTemperature = 0.3,
            Disk = true,
            DiskMaxBytes = 3L << 29,
        });

    [Theory]
    [InlineData("cache: { ttl: 0s }", "/cache/ttl", "1s")]
    [InlineData("cache: { ttl: soon }", "/cache/ttl", "'soon'")]
    [InlineData("cache: { ttl: 400d }", "/cache/ttl", "365d")]
    [InlineData("cache: { maxBytes: 1k }", "/cache/maxBytes", "from 1048576")]
    [InlineData("cache: { maxEntryBytes: 512MiB }", "/cache/maxEntryBytes", "larger")]
    [InlineData("cache: { diskMaxBytes: 7 apples }", "/cache/diskMaxBytes", "7 apples")]
    public void What_cannot_be_is_a_fault_with_its_place(string text, string path, string says)
    {
        var fault = CacheOptionsReader.Read(Document(text)).ShouldBeOfType<Parsed<CacheOptions>.Faulty>().Faults.ShouldHaveSingleItem();
        fault.Path.ShouldBe(path);
        fault.Line.ShouldBe(1);
        fault.Message.ShouldContain(says);
    }

    [Theory]
    [InlineData("cache: { ttl: 10m, maxBytes: 64MiB, maxEntryBytes: 1000000, disk: true }", true)]
    [InlineData("cache: { maxBytes: lots }", false)]
    [InlineData("cache: { maxBytes: -1 }", false)]
    [InlineData("cache: { enabled: maybe }", false)]
    [InlineData("cache: { maxTemperature: -1 }", false)]
    [InlineData("cache: { size: 7 }", false)]
    public void The_schema_knows_the_block(string text, bool good) =>
        (PublishedSchemas.Find("config")!.Check(Document(text).Root).Count == 0).ShouldBe(good);

    private static SourceDocument Document(string text) =>
        SourceDocument.Parse(text).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;

    private static CacheOptions Read(string text)
    {
        PublishedSchemas.Find("config")!.Check(Document(text).Root).ShouldBeEmpty();
        return CacheOptionsReader.Read(Document(text)).ShouldBeOfType<Parsed<CacheOptions>.Ok>().Value;
    }
}
