using System.Security.Cryptography;
using System.Text.Json;
using Tako.Core.Caching;
using Tako.Models.Calls;

namespace Tako.Models.Caching;

/// <summary>
/// Names a call by all that its answer depends on. SHA-256, because the name alone keeps tenants and prompts apart: nobody can make
/// two requests that share one.
/// </summary>
internal readonly record struct RequestKey(AnswerKey Key, int Choices, NotKept Why)
{
    /// <summary>A longer body is not worth being looked for.</summary>
    public const int MostBodyBytes = 8 << 20;

    /// <summary>Goes into every key; another number is another layout.</summary>
    private const string Layout = "tako answer 1";

    public static RequestKey Of(ModelCall call, string policy, double? maxTemperature)
    {
        if (call.Wire is not { } wire || call.Ask is not null || call.Body.IsEmpty)
            return new(default, 0, NotKept.Typed);
        if (call.Body.Length > MostBodyBytes)
            return new(default, 0, NotKept.TooLarge);
        var body = new CanonicalBody(wire, call.Streamed, call.Body.Length + call.Body.Length / 2 + 512);
        try
        {
            body.Put(Layout);
            body.Put(call.Terms.Tenant);
            body.Put(call.Model);
            body.Put(policy);
            body.Put((byte)wire);
            body.Put((byte)call.Operation);
            body.Put((byte)(call.Streamed ? 1 : 0));
            body.Take(call.Body.Span);
            if (Refuse(body.Traits, maxTemperature) is var why and not NotKept.No)
                return new(default, 0, why);
            Span<byte> hash = stackalloc byte[AnswerKey.Bytes];
            SHA256.HashData(body.Written, hash);
            return new(AnswerKey.Of(hash), body.Traits.Choices ?? 1, NotKept.No);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Whoever answers will say what is wrong with it.
            return new(default, 0, NotKept.Malformed);
        }
        finally
        {
            body.Dispose();
        }
    }

    // The protocols' own default is a temperature of 1.
    private static NotKept Refuse(RequestTraits traits, double? maxTemperature) =>
        traits.HasState ? NotKept.State
        : traits.HasHostedTools ? NotKept.HostedTools
        : maxTemperature is { } most && (traits.Temperature ?? 1) > most ? NotKept.Temperature
        : NotKept.No;
}
