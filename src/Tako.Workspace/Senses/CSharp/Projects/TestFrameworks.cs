namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Tells the test framework of a project by its packages.</summary>
internal static class TestFrameworks
{
    public static TestFramework Of(RestoredPackages? packages)
    {
        bool Has(string start) => packages?.Packages.Any(package =>
            package.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase)) is true;
        if (Has("xunit.v3"))
            return Has("xunit.v3.core") || Has("xunit.v3.runner") ? TestFramework.Xunit3 : TestFramework.None;
        if (Has("xunit.extensibility.execution") && Has("xunit.runner."))
            return TestFramework.Xunit;
        if (Has("NUnit3TestAdapter") || (Has("NUnit") && Has("Microsoft.NET.Test.Sdk")))
            return TestFramework.NUnit;
        if (Has("MSTest.TestAdapter"))
            return TestFramework.MSTest;
        return Has("TUnit") || Has("Microsoft.NET.Test.Sdk") ? TestFramework.Other : TestFramework.None;
    }
}
