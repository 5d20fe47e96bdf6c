using System.Text;
using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>Tells the calls of an answer apart, whose parts providers mark in different ways.</summary>
/// <param name="seed">What an id is made from where the provider gives none.</param>
internal sealed class ToolTracks(string seed)
{
    private readonly List<ToolTrack> _tracks = [];

    public int Count => _tracks.Count;

    public IReadOnlyList<ToolTrack> All => _tracks;

    /// <summary>The call that a part belongs to, with the part added; null for a part of no call that is known.</summary>
    public ToolTrack? Take(Delta.Tool part)
    {
        var known = part.Index is { } index
            ? _tracks.FindLast(track => track.Index == index)
            : string.IsNullOrEmpty(part.Id) ? _tracks.LastOrDefault() : _tracks.Find(track => track.GivenId == part.Id);
        // Several servers give every parallel call the index 0: another id is another call.
        if (known is null || (!string.IsNullOrEmpty(part.Id) && known.GivenId is not null && known.GivenId != part.Id))
        {
            if (string.IsNullOrEmpty(part.Id) && string.IsNullOrEmpty(part.Name))
                return null;
            _tracks.Add(known = new ToolTrack(part.Index, _tracks.Count, $"call_{seed}_{_tracks.Count}"));
        }

        known.Take(part);
        return known;
    }
}

/// <summary>One call of an answer.</summary>
internal sealed class ToolTrack(int? index, int ordinal, string madeId)
{
    private readonly StringBuilder _arguments = new();
    private int _told;

    public int? Index => index;

    public int Ordinal => ordinal;

    public string? GivenId { get; private set; }

    public string Id => GivenId ?? madeId;

    public string? Name { get; private set; }

    public string Arguments => _arguments.ToString();

    /// <summary>Its beginning was told.</summary>
    public bool Begun { get; set; }

    /// <summary>Its end was told: what comes after is too late.</summary>
    public bool Done { get; set; }

    public void Take(Delta.Tool part)
    {
        GivenId ??= string.IsNullOrEmpty(part.Id) ? null : part.Id;
        Name ??= string.IsNullOrEmpty(part.Name) ? null : part.Name;
        _arguments.Append(part.Arguments);
    }

    /// <summary>The arguments that were not told yet; from now on they are.</summary>
    public string Untold()
    {
        var rest = _arguments.ToString(_told, _arguments.Length - _told);
        _told = _arguments.Length;
        return rest;
    }

    /// <summary>Whether the arguments are a whole JSON value, so that none can follow.</summary>
    public bool IsWhole()
    {
        if (_arguments.Length == 0)
            return false;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(_arguments.ToString()));
        try
        {
            while (reader.Read())
                reader.Skip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
