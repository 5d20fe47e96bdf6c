using Tako.Core.Text;

namespace Tako.Reflexes.Injection;

/// <summary>The model that comes with the package; docs/model-cards/injection.md tells what it learnt from and where it fails.</summary>
public static class InjectionModel
{
    /// <summary>Name of the head that tells attacks from ordinary texts.</summary>
    public const string Head = "injection";

    private const string Resource = "injection/model.heads";

    private static readonly Lazy<LinearHeads> Loaded = new(static () =>
    {
        using var stream = typeof(InjectionModel).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{Resource}'; build it from a whole source tree.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return LinearHeadsFile.Read(copy.ToArray());
    });

    public static LinearHeads Shipped => Loaded.Value;
}
