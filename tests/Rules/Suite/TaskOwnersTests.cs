namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>
/// A task that goes astray is one defect, and one rule speaks of it: async void, an async lambda as an action, a dropped task, a task in a task.
/// </summary>
public class TaskOwnersTests
{
    private static readonly string[] s_owners = ["ARCH1004", "ARCH1005", "ARCH1006", "ARCH1008"];

    // One site a line.
    private const string Code = """
        public class C(List<int> ids, System.Timers.Timer timer)
        {
            Task SendAsync(int id = 0) => Task.Delay(id);

            async void Save() => await SendAsync();
            void Sync() => SendAsync();
            void Each() => ids.ForEach(id => SendAsync(id));
            void EachAsync() => ids.ForEach(async id => await SendAsync(id));
            void InParallel() => Parallel.ForEach(ids, async id => await SendAsync(id));
            void InParallelToo() => Parallel.ForEach(ids, id => SendAsync(id));
            void Start() => Task.Factory.StartNew(async () => await SendAsync());
            void StartTask() => Task.Factory.StartNew(() => SendAsync());
            void StartLong() => Task.Factory.StartNew(async () => await SendAsync(), TaskCreationOptions.LongRunning);
            void StartUnwrapped() => Task.Factory.StartNew(async () => await SendAsync()).Unwrap();
            void StartLongUnwrapped() => Task.Factory.StartNew(async () => await SendAsync(), TaskCreationOptions.LongRunning).Unwrap();
            void StartLater() { var task = Task.Factory.StartNew(() => SendAsync()); }
            void StartDiscarded() => _ = Task.Factory.StartNew(() => SendAsync());
            void Run() => Task.Run(async () => await SendAsync());
            void Queue() => ThreadPool.QueueUserWorkItem(async _ => await SendAsync());
            void QueueSync() => ThreadPool.QueueUserWorkItem(_ => SendAsync());
            void Tick() => timer.Elapsed += (_, _) => SendAsync();
            void TickAsync() => timer.Elapsed += async (_, _) => await SendAsync();
            void Thread() => new Thread(async () => await SendAsync()).Start();
            void ThreadSync() => new Thread(() => SendAsync()).Start();
            void Act() { Action a = async () => await SendAsync(); a(); }
            void ActSync() { Action a = () => SendAsync(); a(); }
            void Local() { F(); async void F() => await SendAsync(); }
            void LocalSync() { F(); Task F() => SendAsync(); }
        }
        """;

    [Fact]
    public async Task No_site_has_two_owners()
    {
        var project = AllRules.Project([("C.cs", Code)]);
        Assert.Empty(await AllRules.Errors(project));
        var reports = (await AllRules.Analyze(project)).Where(report => s_owners.Contains(report.Id)).ToList();
        Assert.Contains(reports, report => report.Id == "ARCH1006");
        Assert.Contains(reports, report => report.Id == "ARCH1008");
        var twice = reports.GroupBy(report => report.Location.GetLineSpan().StartLinePosition.Line).Where(line => line.Count() > 1).SelectMany(line => line)
            .ToList();
        Assert.True(twice.Count == 0, AllRules.Show(twice));
    }
}
