namespace Tako.Models.Calls;

/// <summary>What the exact cache had to do with an answer.</summary>
public enum CacheState
{
    /// <summary>There was no cache on the way.</summary>
    None,

    /// <summary>It was there.</summary>
    Hit,

    /// <summary>It was not there, and a model was asked.</summary>
    Miss,

    /// <summary>The caller wanted a new one.</summary>
    Refresh,

    /// <summary>Caller, configuration or request keep it out of the cache.</summary>
    Off,

    /// <summary>The same call was running for another caller, and this one shares its answer.</summary>
    Joined,
}

/// <summary>The words for what the cache did, as answers and metrics say them.</summary>
public static class CacheStateWords
{
    public static string Word(this CacheState state) => state switch
    {
        CacheState.Hit => "hit",
        CacheState.Miss => "miss",
        CacheState.Refresh => "refresh",
        CacheState.Off => "off",
        CacheState.Joined => "joined",
        _ => "none",
    };
}
