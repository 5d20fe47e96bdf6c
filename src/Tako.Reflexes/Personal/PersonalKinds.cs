using Tako.Reflexes.Personal.Anchors;
using Tako.Reflexes.Personal.Nations;

namespace Tako.Reflexes.Personal;

/// <summary>All kinds of structured personal data that are known, with what each is worth.</summary>
public static class PersonalKinds
{
    /// <summary>A score from which a finding is more likely right than wrong; a policy that says nothing else acts from here.</summary>
    public const double Threshold = 0.5;

    internal static IReadOnlyList<Rule> Rules { get; } =
    [
        .. Cards.Rules, .. UnitedStates.Rules, .. UnitedKingdom.Rules, .. Germany.Rules, .. Iberia.Rules, .. Italy.Rules,
        .. WestEurope.Rules,
        .. Alps.Rules, .. Nordics.Rules, .. EastEurope.Rules, .. MiddleEast.Rules, .. India.Rules, .. EastAsia.Rules,
        .. SouthEastAsia.Rules,
        .. Oceania.Rules, .. Americas.Rules, .. Africa.Rules,
    ];

    public static IReadOnlyList<PersonalKind> All { get; } =
        [.. CommonKinds.All.Concat(Rules.Select(static rule => rule.Kind)).Distinct().OrderBy(static kind =>
            kind.Country, StringComparer.Ordinal)];
}
