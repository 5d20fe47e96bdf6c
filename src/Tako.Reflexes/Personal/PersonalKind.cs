using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal;

/// <summary>One kind of structured personal data, and how sure a finding of it is.</summary>
/// <param name="Name">The finding's kind, such as <c>us_ssn</c>.</param>
/// <param name="Country">Two letters of ISO 3166-1, or empty where it belongs to none.</param>
/// <param name="About">What it is and by which rules it is known.</param>
/// <param name="Score">Of a value that stands alone, after its checksum where it has one.</param>
/// <param name="InContext">Of a value with a fitting word beside it.</param>
public sealed record PersonalKind(string Name, string Country, string About, double Score, double InContext)
{
    internal Cue Cues { get; init; }
}
