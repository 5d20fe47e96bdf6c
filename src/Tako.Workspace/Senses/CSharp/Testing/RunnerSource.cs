namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>
/// The programs that run tests inside the sandbox. They are compiled against the test project's own framework. Results go to the
/// standard output under a name that the parent made up; what tests print themselves goes nowhere.
/// </summary>
internal static class RunnerSource
{
    /// <summary>What every runner shares: reads its orders, deletes them, and writes records.</summary>
    public const string Records = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Reflection;
        using System.Text;
        using System.Threading;

        internal static class Program
        {
            private static readonly object Gate = new object();
            private static Stream output;
            private static string nonce;
            private static int sequence;

            private static int Main(string[] args)
            {
                var orders = Path.Combine(AppContext.BaseDirectory, args[0]);
                var lines = File.ReadAllLines(orders);
                File.Delete(orders);
                nonce = lines[0];
                output = Console.OpenStandardOutput();
                Console.SetOut(TextWriter.Null);
                Console.SetError(TextWriter.Null);
                try
                {
                    var assembly = Assembly.Load(new AssemblyName(lines[1]));
                    Write("start");
                    Runner.Run(assembly);
                    Write("end");
                }
                catch (Exception wrong)
                {
                    Write("broken", "", wrong.GetType().FullName, wrong.ToString());
                }

                output.Flush();
                Environment.Exit(0);
                return 0;
            }

            public static void Write(string kind, params string[] fields)
            {
                lock (Gate)
                {
                    var text = new StringBuilder().Append('\n').Append(nonce).Append(' ').Append(sequence++).Append(' ').Append(kind);
                    foreach (var field in fields)
                        text.Append(' ').Append(Convert.ToBase64String(Encoding.UTF8.GetBytes((field ?? "") + "\n")));
                    var bytes = Encoding.ASCII.GetBytes(text.Append('\n').ToString());
                    output.Write(bytes, 0, bytes.Length);
                    output.Flush();
                }
            }

            public static void Failed(string test, string place, string[] types, string[] messages, string[] stacks)
            {
                Write("failed", test, place, types.FirstOrDefault() ?? "", string.Join("\n", messages), string.Join("\n", stacks));
            }
        }

        """;

    public const string Xunit = """
        internal static class Runner
        {
            public static void Run(Assembly assembly)
            {
                var sink = new Sink();
                var info = Xunit.Sdk.Reflector.Wrap(assembly);
                using (var framework = new Xunit.Sdk.TestFrameworkProxy(info, new NoSources(), sink))
                using (var executor = framework.GetExecutor(assembly.GetName()))
                {
                    executor.RunAll(sink, new Options(), new Options());
                    sink.Done.WaitOne();
                }
            }

            private sealed class Options : Xunit.Abstractions.ITestFrameworkDiscoveryOptions,
                Xunit.Abstractions.ITestFrameworkExecutionOptions
            {
                private readonly Dictionary<string, object> values = new Dictionary<string, object>();

                public TValue GetValue<TValue>(string name)
                {
                    object value;
                    return values.TryGetValue(name, out value) ? (TValue)value : default(TValue);
                }

                public void SetValue<TValue>(string name, TValue value)
                {
                    values[name] = value;
                }
            }

            private sealed class NoSources : Xunit.Abstractions.ISourceInformationProvider
            {
                public Xunit.Abstractions.ISourceInformation GetSourceInformation(Xunit.Abstractions.ITestCase testCase)
                {
                    return null;
                }

                public void Dispose()
                {
                }
            }

            private sealed class Sink : Xunit.Abstractions.IMessageSink
            {
                public readonly ManualResetEvent Done = new ManualResetEvent(false);

                public bool OnMessage(Xunit.Abstractions.IMessageSinkMessage message)
                {
                    if (message is Xunit.Abstractions.ITestStarting)
                        Program.Write("running", ((Xunit.Abstractions.ITestStarting)message).Test.DisplayName);
                    else if (message is Xunit.Abstractions.ITestPassed)
                        Program.Write("passed", ((Xunit.Abstractions.ITestPassed)message).Test.DisplayName);
                    else if (message is Xunit.Abstractions.ITestSkipped)
                        Program.Write("skipped", ((Xunit.Abstractions.ITestSkipped)message).Test.DisplayName);
                    else if (message is Xunit.Abstractions.ITestFailed)
                        Failed((Xunit.Abstractions.ITestFailed)message);
                    else if (message is Xunit.Abstractions.ITestAssemblyFinished)
                        Done.Set();
                    else if (message is Xunit.Abstractions.IFailureInformation)
                        Failed("", "", (Xunit.Abstractions.IFailureInformation)message);
                    return true;
                }

                private static void Failed(Xunit.Abstractions.ITestFailed failed)
                {
                    Failed(failed.Test.DisplayName, failed.TestClass == null ? "" : failed.TestClass.Class.Name, failed);
                }

                private static void Failed(string test, string place, Xunit.Abstractions.IFailureInformation failed)
                {
                    Program.Failed(test, place, failed.ExceptionTypes, failed.Messages, failed.StackTraces);
                }
            }
        }
        """;

    public const string NUnit = """
        internal static class Runner
        {
            public static void Run(Assembly assembly)
            {
                var runner = new NUnit.Framework.Api.NUnitTestAssemblyRunner(new NUnit.Framework.Api.DefaultTestAssemblyBuilder());
                var loaded = runner.Load(assembly, new Dictionary<string, object>());
                if (loaded.RunState == NUnit.Framework.Interfaces.RunState.NotRunnable)
                    throw new InvalidOperationException("NUnit cannot run " + assembly.GetName().Name + ".");
                runner.Run(new Listener(), NUnit.Framework.Internal.TestFilter.Empty);
            }

            private sealed class Listener : NUnit.Framework.Interfaces.ITestListener
            {
                public void TestStarted(NUnit.Framework.Interfaces.ITest test)
                {
                    if (!test.IsSuite)
                        Program.Write("running", test.FullName);
                }

                public void TestFinished(NUnit.Framework.Interfaces.ITestResult result)
                {
                    var failed = result.ResultState.Status == NUnit.Framework.Interfaces.TestStatus.Failed;
                    var own = result.ResultState.Site != NUnit.Framework.Interfaces.FailureSite.Child
                        && result.ResultState.Site != NUnit.Framework.Interfaces.FailureSite.Parent;
                    if (failed && (own || !result.Test.IsSuite))
                        Program.Failed(result.Test.FullName, result.Test.ClassName, new[] { "NUnit.Framework.AssertionException" },
                            new[] { result.Message }, new[] { result.StackTrace });
                    else if (result.Test.IsSuite)
                        return;
                    else if (result.ResultState.Status == NUnit.Framework.Interfaces.TestStatus.Passed
                        || result.ResultState.Status == NUnit.Framework.Interfaces.TestStatus.Warning)
                        Program.Write("passed", result.Test.FullName);
                    else if (!failed)
                        Program.Write("skipped", result.Test.FullName);
                }

                public void TestOutput(NUnit.Framework.Interfaces.TestOutput output)
                {
                }

                public void SendMessage(NUnit.Framework.Interfaces.TestMessage message)
                {
                }
            }
        }
        """;

    /// <summary>The framework's own console does the work; each line that it writes for another program becomes a record.</summary>
    public const string Xunit3 = """
        internal static class Runner
        {
            public static void Run(Assembly assembly)
            {
                var console = new Xunit.Runner.InProc.SystemConsole.ConsoleRunner(new[] { "-automated", "async" }, assembly);
                console.EntryPoint(TextReader.Null, new Lines()).GetAwaiter().GetResult();
            }

            private sealed class Lines : TextWriter
            {
                private static readonly string[] Told =
                    { "test-class-starting", "test-starting", "test-passed", "test-failed", "test-skipped", "test-not-run", "error" };
                private readonly StringBuilder line = new StringBuilder();

                public override Encoding Encoding
                {
                    get { return Encoding.UTF8; }
                }

                public override void Write(char value)
                {
                    lock (line)
                    {
                        if (value != '\n')
                        {
                            line.Append(value);
                            return;
                        }

                        var message = line.ToString();
                        line.Clear();
                        if (Told.Any(kind => message.StartsWith("{\"$type\":\"" + kind, StringComparison.Ordinal))
                            || message.Contains("-failure\""))
                            Program.Write("message", message);
                    }
                }
            }
        }
        """;
}
