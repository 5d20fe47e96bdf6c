namespace Tako.Eval.Reflex;

/// <summary>Which of our kinds a recogniser of the set's words stands for.</summary>
internal static class RecogniserKinds
{
    private static readonly Dictionary<string, string[]> Renamed = new(StringComparer.Ordinal)
    {
        ["aba_routing"] = ["us_aba_routing"],
        ["certificate_number"] = ["us_dea_number"],
        ["medical_license"] = ["us_dea_number"],
        ["credit_card"] = ["card"],
        ["crypto"] = ["crypto_wallet"],
        ["date"] = ["date", "date_of_birth"],
        ["mac"] = ["mac_address"],
        ["sg_nric"] = ["sg_fin"],
        ["url"] = ["url", "url_credentials"],
    };

    // Recognisers of names, or of patterns that a user gives, are not about structured data.
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "spacy", "stanza", "transformers", "pattern", "gliner", "flair", "huggingface",
    };

    /// <summary>Our kinds, or none for a recogniser of something else.</summary>
    public static IReadOnlyList<string> Of(string recogniser) =>
        Renamed.TryGetValue(recogniser, out var kinds) ? kinds : Others.Contains(recogniser) ? [] : [recogniser];
}
