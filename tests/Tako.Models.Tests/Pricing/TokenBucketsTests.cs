using FsCheck;
using FsCheck.Fluent;
using Tako.Models.Pricing;

namespace Tako.Models.Tests.Pricing;

public sealed class TokenBucketsTests
{
    [Fact]
    public void Buckets_add_up_to_what_was_read_and_written() =>
        Prop.ForAll(Usages().ToArbitrary(), usage => (Read(TokenBuckets.Of(usage)), Written(TokenBuckets.Of(usage)))
            == (usage.Input, usage.Output)).QuickCheckThrowOnFailure();

    [Fact]
    public void At_one_price_for_everything_the_parts_do_not_matter() =>
        Prop.ForAll(Usages().ToArbitrary(), usage =>
        {
            var flat = new ModelPrices { Input = 2, Output = 2, CachedInput = 2, CacheWrite = 2, CacheWriteHour = 2 };
            return flat.Cost(usage).Usd == (usage.Input + usage.Output) * 2 / 1_000_000m;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_bucket_is_never_less_than_nothing_whatever_is_reported() =>
        Prop.ForAll(Gen.Choose(0, 50).Select(count => (long)count).ArrayOf(9).ToArbitrary(), counts =>
        {
            var buckets = TokenBuckets.Of(Usage(counts, counts[7], counts[8]));
            return new[] { buckets.Input, buckets.CacheRead, buckets.CacheWrite, buckets.CacheWriteHour, buckets.AudioInput,
                buckets.CachedAudio, buckets.ImageInput, buckets.CachedImage, buckets.Output }.All(count => count >= 0);
        }).QuickCheckThrowOnFailure();

    private static Gen<ReportedUsage> Usages() => Gen.Choose(0, 9_999).Select(count => (long)count).ArrayOf(10).Select(counts =>
    {
        // Cached and written input are parts of it, and so are sound and pictures, some of which may be cached.
        var input = counts[0] + counts[1] + counts[2] + counts[5] + counts[6];
        var output = counts[4] + counts[7] + counts[8];
        return Usage([counts[9], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]], input, output);
    });

    private static ReportedUsage Usage(long[] counts, long input, long output) => new()
    {
        Input = input,
        Output = output,
        CacheRead = counts[1],
        CacheWrite = counts[2],
        CacheWriteHour = Math.Min(counts[2], counts[3]),
        Reasoning = counts[4],
        InputBy = new(null, counts[5], counts[6], null),
    };

    private static long Read(TokenBuckets buckets) => buckets.Input + buckets.CacheRead + buckets.CacheWrite + buckets.CacheWriteHour
        + buckets.AudioInput + buckets.CachedAudio + buckets.ImageInput + buckets.CachedImage;

    private static long Written(TokenBuckets buckets) =>
        buckets.Output + buckets.Reasoning + buckets.AudioOutput + buckets.ImageOutput;
}
