using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>What the engine does where a literal stands.</summary>
internal enum LiteralRole
{
    /// <summary>Nothing but the shapes that it begins.</summary>
    None,

    /// <summary>A word that names secrets, such as <c>password</c>.</summary>
    Name,

    /// <summary>An option of a command that takes a password.</summary>
    Flag,
    Block,
    Putty,
    Jwt,
    Url,
}

/// <summary>A literal of the engine with all that it is looked for.</summary>
internal sealed class LiteralUse(string literal)
{
    public string Literal { get; } = literal;

    public LiteralRole Role { get; set; }

    /// <summary>Shapes that have it as their anchor, with the index of their kind.</summary>
    public (int Kind, SecretShape Shape)[] Shapes { get; set; } = [];

    /// <summary>Kinds of whose names it is one.</summary>
    public int[] Named { get; set; } = [];
}

/// <summary>The literals of all kinds, each once.</summary>
internal sealed class LiteralUses
{
    private readonly List<LiteralUse> _uses = [];
    private readonly Dictionary<string, LiteralUse> _byText = new(StringComparer.OrdinalIgnoreCase);

    public LiteralUses(IReadOnlyList<SecretKind> kinds)
    {
        for (var index = 0; index < kinds.Count; index++)
        {
            var kind = kinds[index];
            foreach (var name in kind.Names)
            {
                var use = Of(name);
                use.Named = [.. use.Named, index];
            }

            foreach (var shape in kind.Form == SecretForm.Prefix ? kind.Shapes : [])
            {
                var use = Of(shape.Anchor);
                use.Shapes = [.. use.Shapes, (index, shape)];
            }
        }

        foreach (var word in SecretNames.Words)
            Of(word).Role = LiteralRole.Name;
        foreach (var flag in SecretNames.Flags)
            Of(flag).Role = LiteralRole.Flag;
        Of(SecretBlocks.Start).Role = LiteralRole.Block;
        Of(SecretBlocks.PuttyStart).Role = LiteralRole.Putty;
        Of("eyJ").Role = LiteralRole.Jwt;
        Of("://").Role = LiteralRole.Url;
        Literals = [.. _uses.Select(static use => use.Literal)];
    }

    public IReadOnlyList<string> Literals { get; }

    public LiteralUse this[int literal] => _uses[literal];

    private LiteralUse Of(string literal)
    {
        if (!_byText.TryGetValue(literal, out var use))
        {
            _byText[literal] = use = new LiteralUse(literal);
            _uses.Add(use);
        }

        return use;
    }
}
