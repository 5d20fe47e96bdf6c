namespace Tako.Models.Pricing;

/// <summary>Tokens by what they stand for; null where the provider did not tell.</summary>
public readonly record struct Modalities(long? Text, long? Audio, long? Image, long? Video)
{
    internal Modalities With(Modalities other) => new(
        Sum(Text, other.Text), Sum(Audio, other.Audio), Sum(Image, other.Image), Sum(Video, other.Video));

    private static long? Sum(long? one, long? other) => one is null ? other : one + (other ?? 0);
}
