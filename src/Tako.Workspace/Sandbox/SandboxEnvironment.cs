using Tako.Workspace.Sandbox.Caches;

namespace Tako.Workspace.Sandbox;

/// <summary>The variables a command gets: an allow list, so that no secret of the environment can be forgotten.</summary>
internal static class SandboxEnvironment
{
    private static readonly string[] Passed =
        ["PATH", "LANG", "LANGUAGE", "TERM", "TZ", "USER", "LOGNAME", "SHELL", "DOTNET_ROOT", "JAVA_HOME", "GOROOT", "PYENV_ROOT",
         "RUSTUP_HOME", "NVM_DIR", "VIRTUAL_ENV", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "PIP_CERT",
         "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "NUGET_CERT_REVOCATION_MODE"];

    public static IReadOnlyList<KeyValuePair<string, string>> Of(SandboxRun run, HostView host, bool warm = false)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string value }
                && (Passed.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal)))
                all[name] = value;
        }

        all.TryAdd("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        all["HOME"] = host.Home;
        if (Toolchains.PyenvRoot() is { } pyenv)
            all.TryAdd("PYENV_ROOT", pyenv);
        all["TMPDIR"] = "/tmp";
        all["DOTNET_CLI_TELEMETRY_OPTOUT"] = all["DOTNET_NOLOGO"] = "1";
        all["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        all["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true";
        // No build server outlives a one-shot run, and none is waited for.
        all["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        all["MSBUILDDISABLENODEREUSE"] = warm ? "0" : "1";
        all["UseSharedCompilation"] = warm ? "true" : "false";
        // Python trusts bytecode of a source with the same length and second: two turns may well lie within one.
        if (warm)
            all["PYTHONDONTWRITEBYTECODE"] = "1";
        all["NUGET_PACKAGES"] = PackageCaches.NuGetFolder(run, host);
        all["PIP_DISABLE_PIP_VERSION_CHECK"] = "1";
        all["npm_config_update_notifier"] = "false";
        // The git folder is read-only.
        all["GIT_OPTIONAL_LOCKS"] = "0";
        foreach (var (name, value) in run.Environment)
            all[name] = value;
        return [.. all];
    }

    /// <summary>What sends the tools' requests to the proxy at <paramref name="port"/> of the loopback.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Proxy(int port)
    {
        var address = $"http://127.0.0.1:{port}";
        foreach (var name in new[] { "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "npm_config_proxy",
            "npm_config_https_proxy", "PIP_PROXY" })
            yield return new(name, address);
        foreach (var name in new[] { "NO_PROXY", "no_proxy", "npm_config_noproxy" })
            yield return new(name, "localhost");
    }
}
