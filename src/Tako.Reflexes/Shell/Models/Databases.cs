namespace Tako.Reflexes.Shell.Models;

/// <summary>Command lines of databases, and the statements they are given.</summary>
internal static class Databases
{
    private const string WayOut = "Make a copy first, or run it inside a transaction that is rolled back, and ask a person.";

    public static void AddTo(Dictionary<string, Action<ShellCall>> models)
    {
        foreach (var name in (string[])["psql", "mysql", "mariadb", "sqlite", "sqlcmd", "sqlplus", "clickhouse", "clickhouse-client",
            "duckdb", "cqlsh", "cockroach", "snowsql", "mycli", "pgcli"])
            models[name] = Sql;
        models["mongo"] = models["mongosh"] = static call =>
        {
            foreach (var text in Texts(call))
            {
                if (text.Contains("dropDatabase", StringComparison.OrdinalIgnoreCase)
                    || text.Contains(".drop(", StringComparison.OrdinalIgnoreCase)
                    || text.Replace(" ", "", StringComparison.Ordinal).Contains("deleteMany({})", StringComparison.OrdinalIgnoreCase)
                    || text.Replace(" ", "", StringComparison.Ordinal).Contains(".remove({})", StringComparison.OrdinalIgnoreCase))
                    call.Deny("data.drop", "removes data from a database", WayOut);
            }
        };
        models["redis-cli"] = models["valkey-cli"] = static call =>
        {
            foreach (var word in Texts(call))
            {
                if (word.Contains("FLUSHALL", StringComparison.OrdinalIgnoreCase)
                    || word.Contains("FLUSHDB", StringComparison.OrdinalIgnoreCase))
                    call.Deny("data.drop", "removes all data from a database", WayOut);
                else if (word.Equals("SHUTDOWN", StringComparison.OrdinalIgnoreCase))
                    call.Ask("data.stop", "stops a database", "Ask a person.");
            }
        };
        models["dropdb"] = models["dropuser"] = static call => call.Deny("data.drop", "removes a database", WayOut);
        models["mysqladmin"] = models["mariadb-admin"] = static call =>
        {
            if (call.Says("drop"))
                call.Deny("data.drop", "removes a database", WayOut);
            else if (call.Says("shutdown"))
                call.Ask("data.stop", "stops a database", "Ask a person.");
        };
        foreach (var name in (string[])["rails", "rake", "bin/rails", "php", "artisan", "prisma", "alembic", "flask", "manage.py",
            "django-admin"])
            models.TryAdd(name, Migrations);
    }

    private static IEnumerable<string> Texts(ShellCall call) => call.Feed.Text is { } text ? call.From(1).Append(text) : call.From(1);

    private static void Sql(ShellCall call)
    {
        foreach (var text in Texts(call))
        {
            if (SqlText.Destroys(text) is { } what)
                call.Deny("data.drop", what, WayOut);
        }
    }

    private static void Migrations(ShellCall call)
    {
        if (call.Words.Any(static word => word is "db:drop" or "db:reset" or "db:wipe" or "migrate:fresh" or "migrate:reset"
            or "flush" or "reset_db"
            or "db:drop:all" or "db:purge") || (call.Says("migrate") && call.Says("reset")) || (call.Says("downgrade")
                && call.Says("base")))
            call.Deny("data.drop", "removes all data from a database", WayOut);
    }
}
