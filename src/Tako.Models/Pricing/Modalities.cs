namespace Tako.Models.Pricing;

/// <summary>Tokens by what they stand for; null where the provider did not tell.</summary>
public sealed record Modalities(long? Text, long? Audio, long? Image, long? Video)
{
    /// <summary>Null where nothing at all was told.</summary>
    internal static Modalities? Of(long? text, long? audio, long? image, long? video) =>
        (text ?? audio ?? image ?? video) is null ? null : new Modalities(text, audio, image, video);

    internal static Modalities? Sum(Modalities? one, Modalities? other) => one is null || other is null ? one ?? other
        : new Modalities(Sum(one.Text, other.Text), Sum(one.Audio, other.Audio), Sum(one.Image, other.Image), Sum(one.Video, other.Video));

    private static long? Sum(long? one, long? other) => one is null ? other : one + (other ?? 0);
}
