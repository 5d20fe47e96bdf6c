using System.Text;
using System.Text.RegularExpressions;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Laws;

/// <summary>Texts that look like secrets and are none.</summary>
/// <param name="Match">The whole value, as an expression; null where the hash decides.</param>
/// <param name="Hash">SHA-256 of the value in lower-case hexadecimal; null where the expression decides.</param>
/// <param name="IsUsers">Written in the user's own law; a repository's is believed for guesses only.</param>
internal sealed record SecretAllowance(IReadOnlyList<string> Paths, string? Match, string? Hash, string Reason, bool IsUsers)
{
    private readonly Regex? _match = Match is null ? null : LawPattern.Compile($"^(?:{Match})$");

    public bool Covers(RepoPath path, string value) =>
        (Paths.Count == 0 || Glob.MatchesAny(Paths, path.Value))
        && (Hash is not null ? ContentHash.Of(Encoding.UTF8.GetBytes(value)) == Hash : _match!.IsMatch(value));
}
