namespace ArchitectAnalyzers.Benchmarks;

/// <summary>
/// Sources of a large backend, of any number of modules (some 420 lines each) and the same in every run: modules of an entity, its rules, contracts, an EF Core
/// service, Dapper queries, a controller or minimal endpoints, an HTTP client and a worker. Most of it is clean; every few modules have one
/// of the defects that hurried teams write.
/// </summary>
internal static class GeneratedBackend
{
    private static readonly string[] s_areas = ["Retail", "Partner", "Wholesale", "Field", "Online", "Export", "Regional", "Internal", "Seasonal", "Legacy"];

    private static readonly string[] s_things =
    [
        "Invoice", "Shipment", "Contract", "Ticket", "Voucher", "Delivery", "Quote", "Campaign", "Return", "Booking", "Warranty", "Inspection",
        "Subscription", "Transfer", "Reminder", "Audit", "Forecast", "Claim", "Tender", "Route", "Payout", "Visit", "Refund", "Promotion",
    ];

    private static readonly string[] s_fields = ["Title", "City", "Region", "Owner", "Channel", "Reference", "Currency", "Category", "Origin", "Remark"];

    internal static IEnumerable<(string Path, string Text)> Files(int count)
    {
        var names = s_areas.SelectMany(area => s_things.Select(thing => area + thing)).ToList();
        var modules = Enumerable.Range(0, count).Select(i => i < names.Count ? names[i] : names[i % names.Count] + (i / names.Count + 1)).ToList();
        yield return ("Program.cs", Program(modules));
        yield return ("Shared.cs", Shared);
        for (var i = 0; i < modules.Count; i++)
        {
            var name = modules[i];
            var fields = Enumerable.Range(0, 4 + i % 4).Select(f => s_fields[(i + f * 3) % s_fields.Length]).Distinct().ToList();
            yield return ($"{name}/{name}.cs", Entity(name, fields));
            yield return ($"{name}/{name}Rules.cs", Rules(name));
            yield return ($"{name}/{name}Contracts.cs", Contracts(name, fields));
            yield return ($"{name}/{name}Service.cs", Service(name, fields, i));
            yield return ($"{name}/{name}Queries.cs", Queries(name, fields, i));
            yield return ($"{name}/{name}Client.cs", Client(name, i));
            yield return i % 2 == 0 ? ($"{name}/{name}Controller.cs", Controller(name, i)) : ($"{name}/{name}Endpoints.cs", Endpoints(name, i));
            if (i % 3 == 0) yield return ($"{name}/{name}Worker.cs", Worker(name, i));
        }
    }

    // The argument, or on every n-th module the defect of leaving it out.
    private static string Token(int module, int every, string token = "ct") => module % every == 0 ? "" : token;

    private static string Lines<T>(IEnumerable<T> items, Func<T, string> line, int indent = 4) =>
        string.Join("\n" + new string(' ', indent), items.Select(line));

    private static string Program(List<string> modules) =>
        $$"""
        using Backend;
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.AddProblemDetails();
        builder.Services.AddDbContext<AppDb>(options => options.UseSqlite(builder.Configuration.GetConnectionString("App")));
        builder.Services.AddSingleton(new Connections(builder.Configuration.GetConnectionString("App")!));
        builder.Services.AddSingleton(TimeProvider.System);
        {{Lines(modules, m => $"builder.Services.AddScoped<{m}Service>();\nbuilder.Services.AddScoped<{m}Queries>();\nbuilder.Services.AddHttpClient<{m}Client>(http => http.BaseAddress = new Uri(\"https://api.example.com/{m.ToLowerInvariant()}/\"));", 0)}}
        {{Lines(modules.Where((_, i) => i % 3 == 0), m => $"builder.Services.AddHostedService<{m}Worker>();", 0)}}

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseRouting();
        app.MapControllers();
        {{Lines(modules.Where((_, i) => i % 2 == 1), m => $"app.Map{m}();", 0)}}
        app.MapGet("/health/live", () => Results.Ok());
        app.Run();

        """;

    private const string Shared =
        """
        using Microsoft.Data.Sqlite;
        using Microsoft.EntityFrameworkCore;

        namespace Backend;

        public partial class AppDb(DbContextOptions<AppDb> options) : DbContext(options);

        public class Connections(string connectionString)
        {
            public async Task<SqliteConnection> OpenAsync(CancellationToken ct = default)
            {
                var connection = new SqliteConnection(connectionString);
                await connection.OpenAsync(ct);
                return connection;
            }
        }

        public record Page<T>(IReadOnlyList<T> Items, int Number, int Size, long Total)
        {
            public bool HasNext => (long)Number * Size < Total;
        }

        """;

    private static string Entity(string name, List<string> fields) =>
        $$"""
        using Microsoft.EntityFrameworkCore;

        namespace Backend;

        public enum {{name}}Status
        {
            Draft,
            Open,
            Approved,
            Closed,
            Cancelled,
        }

        public class {{name}}
        {
            private readonly List<{{name}}Line> _lines = [];

            public int Id { get; set; }
            {{Lines(fields, f => $"public required string {f} {{ get; set; }}")}}
            public {{name}}Status Status { get; private set; }
            public DateTime CreatedAt { get; init; }
            public DateTime? ClosedAt { get; private set; }
            public int AmountCents { get; private set; }
            public IReadOnlyList<{{name}}Line> Lines => _lines;

            public void Add(string text, int quantity, int cents)
            {
                if (Status is not {{name}}Status.Draft) throw new InvalidOperationException($"A {nameof({{name}})} that is {Status} takes no more lines.");
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
                _lines.Add(new {{name}}Line { Text = text, Quantity = quantity, Cents = cents });
                AmountCents = _lines.Sum(l => l.Quantity * l.Cents);
            }

            public void Open()
            {
                if (_lines.Count == 0) throw new InvalidOperationException("There is nothing in it.");
                Move({{name}}Status.Open, {{name}}Status.Draft);
            }

            public void Approve() => Move({{name}}Status.Approved, {{name}}Status.Open);

            public void Close(DateTime now)
            {
                Move({{name}}Status.Closed, {{name}}Status.Approved);
                ClosedAt = now;
            }

            public void Cancel(DateTime now)
            {
                if (Status is {{name}}Status.Closed) throw new InvalidOperationException("It is closed.");
                Status = {{name}}Status.Cancelled;
                ClosedAt = now;
            }

            private void Move({{name}}Status to, {{name}}Status from)
            {
                if (Status != from) throw new InvalidOperationException($"From {Status} it cannot become {to}.");
                Status = to;
            }
        }

        public class {{name}}Line
        {
            public int Id { get; set; }
            public required string Text { get; set; }
            public int Quantity { get; set; }
            public int Cents { get; set; }
        }

        public partial class AppDb
        {
            public DbSet<{{name}}> {{name}}s => Set<{{name}}>();
        }

        """;

    private static string Rules(string name) =>
        $$"""
        using System.Globalization;
        using System.Text;

        namespace Backend;

        public static class {{name}}Rules
        {
            private const int FreeFromCents = 20_000;
            private static readonly int[] Steps = [10_000, 50_000, 100_000];

            public static int Discount(int cents, int percent, bool isPartner)
            {
                if (cents <= 0) return 0;
                var rate = percent;
                foreach (var step in Steps)
                {
                    if (cents >= step) rate++;
                    else break;
                }

                if (isPartner) rate += 2;
                return cents * Math.Min(rate, 30) / 100;
            }

            public static int Handling(int cents, string region) => region switch
            {
                _ when cents >= FreeFromCents => 0,
                "north" or "south" => 490,
                "islands" => 1290,
                _ => 690,
            };

            public static string Describe({{name}} item)
            {
                var text = new StringBuilder();
                text.Append(CultureInfo.InvariantCulture, $"{nameof({{name}})} {item.Id}: {item.Status}");
                foreach (var line in item.Lines)
                {
                    text.Append(", ");
                    text.Append(line.Quantity).Append(" x ").Append(line.Text);
                }

                if (item.ClosedAt is { } closed) text.Append(" closed ").Append(closed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                return text.ToString();
            }

            public static IReadOnlyDictionary<{{name}}Status, int> Totals(IEnumerable<{{name}}> items)
            {
                var totals = new Dictionary<{{name}}Status, int>();
                foreach (var item in items)
                {
                    totals.TryGetValue(item.Status, out var sum);
                    totals[item.Status] = sum + item.AmountCents;
                }

                return totals;
            }

            public static DateOnly DueOn({{name}} item, int days)
            {
                var day = DateOnly.FromDateTime(item.CreatedAt).AddDays(days);
                while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) day = day.AddDays(1);
                return day;
            }
        }

        """;

    private static string Contracts(string name, List<string> fields) =>
        $$"""
        namespace Backend;

        public record {{name}}View(int Id, {{string.Join(", ", fields.Select(f => "string " + f))}}, string Status, decimal Amount)
        {
            public static {{name}}View Of({{name}} item) =>
                new(item.Id, {{string.Join(", ", fields.Select(f => "item." + f))}}, item.Status.ToString(), item.AmountCents / 100m);
        }

        public record {{name}}LineRequest(string Text, int Quantity, decimal Price);

        public record {{name}}Request({{string.Join(", ", fields.Select(f => "string " + f))}}, IReadOnlyList<{{name}}LineRequest> Lines)
        {
            public Dictionary<string, string[]> Problems()
            {
                var problems = new Dictionary<string, string[]>();
                {{Lines(fields, f => $"if (string.IsNullOrWhiteSpace({f})) problems[nameof({f})] = [\"is missing\"];", 8)}}
                if (Lines.Count == 0) problems[nameof(Lines)] = ["at least one"];
                for (var i = 0; i < Lines.Count; i++)
                {
                    if (Lines[i].Quantity <= 0) problems[$"{nameof(Lines)}[{i}]"] = ["a positive quantity"];
                    if (Lines[i].Price < 0) problems[$"{nameof(Lines)}[{i}]"] = ["a price"];
                }

                return problems;
            }

            public {{name}} To{{name}}(DateTime now)
            {
                var item = new {{name}}
                {
                    {{Lines(fields, f => $"{f} = {f}.Trim(),", 12)}}
                    CreatedAt = now,
                };
                foreach (var line in Lines) item.Add(line.Text, line.Quantity, (int)(line.Price * 100));
                return item;
            }
        }

        """;

    private static string Service(string name, List<string> fields, int i) =>
        $$"""
        using Microsoft.EntityFrameworkCore;

        namespace Backend;

        public class {{name}}Service(AppDb db, {{name}}Client client, TimeProvider clock, ILogger<{{name}}Service> logger)
        {
            public async Task<Page<{{name}}View>> ListAsync(string? filter, int page, int size, CancellationToken ct = default)
            {
                var query = db.{{name}}s.AsNoTracking();
                if (!string.IsNullOrEmpty(filter)) query = query.Where(x => x.{{fields[0]}}.Contains(filter));
                var total = await query.LongCountAsync(ct);
                var items = await query.OrderBy(x => x.Id).Skip((page - 1) * size).Take(size).ToListAsync({{Token(i, 6)}});
                return new Page<{{name}}View>([.. items.Select({{name}}View.Of)], page, size, total);
            }

            public async Task<{{name}}View?> FindAsync(int id, CancellationToken ct = default)
            {
                var item = await db.{{name}}s.AsNoTracking().Include(x => x.Lines).SingleOrDefaultAsync(x => x.Id == id, ct);
                return item is null ? null : {{name}}View.Of(item);
            }

            public async Task<{{name}}View> CreateAsync({{name}}Request request, CancellationToken ct = default)
            {
                var item = request.To{{name}}(clock.GetUtcNow().UtcDateTime);
                db.{{name}}s.Add(item);
                await db.SaveChangesAsync({{Token(i, 4)}});
                logger.LogInformation("{Kind} {Id} created", nameof({{name}}), item.Id);
                return {{name}}View.Of(item);
            }

            public async Task<bool> ApproveAsync(int id, CancellationToken ct = default)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                var item = await db.{{name}}s.SingleOrDefaultAsync(x => x.Id == id, ct);
                if (item is null) return false;

                item.Approve();
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                await client.AnnounceAsync(id, CancellationToken.None);
                return true;
            }

            public async Task<int> CloseOldAsync(DateTime before, CancellationToken ct = default)
            {
                var closed = 0;
                await foreach (var item in db.{{name}}s.Where(x => x.CreatedAt < before).AsAsyncEnumerable().WithCancellation(ct))
                {
                    if (item.Status is not {{name}}Status.Approved) continue;
                    item.Close(clock.GetUtcNow().UtcDateTime);
                    closed++;
                }

                await db.SaveChangesAsync(ct);
                return closed;
            }

            public async Task<(int Draft, int Open)> CountsAsync(CancellationToken ct)
            {
                var draft = client.CountAsync("draft", ct);
                var open = client.CountAsync("open", ct);
                await Task.WhenAll(draft, open);
                return (draft.Result, open.Result);
            }

            public Task<List<{{name}}>> In{{fields[1]}}Async(string value, CancellationToken ct) =>
                db.{{name}}s.FromSql($"SELECT * FROM {{name}}s WHERE {{fields[1]}} = {value}").AsNoTracking().ToListAsync(ct);

            {{(i % 12 == 0
                ? $"public int Drafts() => client.CountAsync(\"draft\").Result;"
                : $"public Task<int> DraftsAsync(CancellationToken ct) => client.CountAsync(\"draft\", ct);")}}
        }

        """;

    private static string Queries(string name, List<string> fields, int i) =>
        $$"""
        using System.Text;
        using Dapper;

        namespace Backend;

        public class {{name}}Queries(Connections connections)
        {
            private const string Select = "SELECT Id, {{fields[0]}} AS Name, AmountCents FROM {{name}}s";

            public async Task<IReadOnlyList<{{name}}Row>> By{{fields[0]}}Async(string value, CancellationToken ct)
            {
                await using var connection = await connections.OpenAsync(ct);
                var rows = await connection.QueryAsync<{{name}}Row>(
                    {{(i % 7 == 0
                        ? "$\"{Select} WHERE " + fields[0] + " = '{value}' ORDER BY Id\""
                        : "new CommandDefinition($\"{Select} WHERE " + fields[0] + " = @value ORDER BY Id\", new { value }, cancellationToken: ct)")}});
                return rows.AsList();
            }

            public async Task<IReadOnlyList<{{name}}Row>> FilterAsync(int? least, DateTime? since, bool newestFirst, CancellationToken ct)
            {
                var sql = new StringBuilder(Select).Append(" WHERE 1 = 1");
                if (least is not null) sql.Append(" AND AmountCents >= @least");
                if (since is not null) sql.Append(" AND CreatedAt >= @since");
                sql.Append(" ORDER BY ").Append(newestFirst ? "CreatedAt DESC" : "CreatedAt");

                await using var connection = await connections.OpenAsync(ct);
                var rows = await connection.QueryAsync<{{name}}Row>(new CommandDefinition(sql.ToString(), new { least, since }, cancellationToken: ct));
                return rows.AsList();
            }

            public async Task<int> TotalAsync({{name}}Status status, CancellationToken ct)
            {
                await using var connection = await connections.OpenAsync(ct);
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT COALESCE(SUM(AmountCents), 0) FROM {{name}}s WHERE Status = $status";
                command.Parameters.AddWithValue("$status", (int)status);
                return Convert.ToInt32(await command.ExecuteScalarAsync(ct));
            }

            public async Task<IReadOnlyList<string>> NamesAsync(IReadOnlyList<int> ids, string region, CancellationToken ct)
            {
                await using var connection = await connections.OpenAsync(ct);
                await using var command = connection.CreateCommand();
                command.CommandText = {{(i % 20 == 3
                    ? "\"SELECT " + fields[0] + " FROM " + name + "s WHERE " + fields[1] + " = '\" + region + \"'\""
                    : "$\"SELECT " + fields[0] + " FROM " + name + "s WHERE Id IN ({string.Join(\", \", ids.Select((_, n) => \"@id\" + n))})\"")}};
                for (var n = 0; n < ids.Count; n++) command.Parameters.AddWithValue("@id" + n, ids[n]);

                var names = new List<string>();
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct)) names.Add(reader.GetString(0));
                return names;
            }
        }

        public record {{name}}Row(long Id, string Name, long AmountCents);

        """;

    private static string Client(string name, int i) =>
        $$"""
        namespace Backend;

        public class {{name}}Client(HttpClient http, ILogger<{{name}}Client> logger)
        {
            private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

            public async Task<int> CountAsync(string state, CancellationToken ct = default)
            {
                using var response = await http.GetAsync($"count?state={Uri.EscapeDataString(state)}"{{Token(i, 9, ", ct")}});
                if (!response.IsSuccessStatusCode)
                {
                    logger.LogWarning("Count of {State} failed with {Status}", state, response.StatusCode);
                    return 0;
                }

                return await response.Content.ReadFromJsonAsync<int>(ct);
            }

            public async Task AnnounceAsync(int id, CancellationToken ct)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
                patience.CancelAfter(Patience);
                try
                {
                    using var response = await http.PostAsJsonAsync("announcements", new { id, kind = nameof({{name}}) }, patience.Token);
                    response.EnsureSuccessStatusCode();
                }
                catch (HttpRequestException e)
                {
                    logger.LogError(e, "{Kind} {Id} was not announced", nameof({{name}}), id);
                }
            }

            public async Task<string?> DocumentAsync(int id, CancellationToken ct)
            {
                for (var attempt = 1; ; attempt++)
                {
                    using var response = await http.GetAsync($"documents/{id}", ct);
                    if (response.IsSuccessStatusCode) return await response.Content.ReadAsStringAsync(ct);
                    if (attempt == 3) return null;
                    await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), ct);
                }
            }
        }

        """;

    private static string Controller(string name, int i) =>
        $$"""
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;

        namespace Backend;

        [ApiController]
        [Authorize]
        [Route("api/{{name.ToLowerInvariant()}}")]
        public class {{name}}Controller({{name}}Service service, {{name}}Queries queries) : ControllerBase
        {
            [HttpGet]
            public async Task<ActionResult<Page<{{name}}View>>> List(string? filter, CancellationToken ct, int page = 1, int size = 20) =>
                await service.ListAsync(filter, Math.Max(page, 1), Math.Clamp(size, 1, 100), ct);

            [HttpGet("{id:int}")]
            public async Task<ActionResult<{{name}}View>> Get(int id{{(i % 5 == 0 ? "" : ", CancellationToken ct")}})
            {
                var item = await service.FindAsync(id{{(i % 5 == 0 ? "" : ", ct")}});
                return item is null ? NotFound() : item;
            }

            [HttpPost]
            public async Task<ActionResult<{{name}}View>> Create({{name}}Request request, CancellationToken ct)
            {
                var problems = request.Problems();
                if (problems.Count > 0) return ValidationProblem(new ValidationProblemDetails(problems));

                var item = await service.CreateAsync(request, ct);
                return CreatedAtAction(nameof(Get), new { id = item.Id }, item);
            }

            [HttpPost("{id:int}/approve")]
            public async Task<IActionResult> Approve(int id, CancellationToken ct) => await service.ApproveAsync(id, ct) ? NoContent() : NotFound();

            [HttpGet("rows")]
            public async Task<ActionResult<IReadOnlyList<{{name}}Row>>> Rows(int? least, DateTime? since, CancellationToken ct) =>
                Ok(await queries.FilterAsync(least, since, newestFirst: true, ct));

            [HttpGet("total/{status}")]
            public async Task<ActionResult<decimal>> Total({{name}}Status status)
            {
                var cents = await queries.TotalAsync(status, HttpContext.RequestAborted);
                return cents / 100m;
            }

            [HttpGet("due/{days:int}")]
            public ActionResult<string> Due(int days) => days is < 0 or > 365 ? BadRequest() : Ok(DateOnly.FromDayNumber(days).ToString("O"));
        }

        """;

    private static string Endpoints(string name, int i) =>
        $$"""
        namespace Backend;

        public static class {{name}}Endpoints
        {
            public static IEndpointRouteBuilder Map{{name}}(this IEndpointRouteBuilder routes)
            {
                var group = routes.MapGroup("/{{name.ToLowerInvariant()}}").RequireAuthorization();

                group.MapGet("/", async ({{name}}Service service, CancellationToken ct, string? filter, int page = 1, int size = 20) =>
                    Results.Ok(await service.ListAsync(filter, Math.Max(page, 1), Math.Clamp(size, 1, 100), ct)));

                group.MapGet("/{id:int}", async (int id, {{name}}Service service{{(i % 5 == 0 ? "" : ", CancellationToken ct")}}) =>
                    await service.FindAsync(id{{(i % 5 == 0 ? "" : ", ct")}}) is { } item ? Results.Ok(item) : Results.NotFound());

                group.MapPost("/", Create);
                group.MapPost("/{id:int}/approve", Approve);

                group.MapGet("/rows", async ({{name}}Queries queries, int? least, DateTime? since, CancellationToken ct) =>
                {
                    var rows = await queries.FilterAsync(least, since, newestFirst: false, ct);
                    return Results.Ok(rows.Select(r => new { r.Id, r.Name, amount = r.AmountCents / 100m }));
                });

                group.MapGet("/total/{status}", async ({{name}}Status status, {{name}}Queries queries, HttpContext context) =>
                    Results.Ok(await queries.TotalAsync(status, context.RequestAborted) / 100m));

                group.MapGet("/kinds", () => Enum.GetNames<{{name}}Status>());
                return routes;
            }

            private static async Task<IResult> Create({{name}}Request request, {{name}}Service service, CancellationToken ct)
            {
                var problems = request.Problems();
                if (problems.Count > 0) return Results.ValidationProblem(problems);

                var item = await service.CreateAsync(request, ct);
                return Results.Created($"/{{name.ToLowerInvariant()}}/{item.Id}", item);
            }

            private static async Task<IResult> Approve(int id, {{name}}Service service, CancellationToken ct) =>
                await service.ApproveAsync(id, ct) ? Results.NoContent() : Results.NotFound();
        }

        """;

    private static string Worker(string name, int i) =>
        $$"""
        namespace Backend;

        public class {{name}}Worker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<{{name}}Worker> logger) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5));
                while (await timer.WaitForNextTickAsync(stoppingToken))
                {
                    try
                    {
                        await RunOnceAsync(stoppingToken);
                    }
                    catch (Exception e) when (e is not OperationCanceledException)
                    {
                        logger.LogError(e, "{Worker} failed", nameof({{name}}Worker));
                        await Task.Delay(TimeSpan.FromSeconds(30){{(i % 15 == 0 ? "" : ", stoppingToken")}});
                    }
                }
            }

            private async Task RunOnceAsync(CancellationToken stoppingToken)
            {
                await using var scope = scopes.CreateAsyncScope();
                var service = scope.ServiceProvider.GetRequiredService<{{name}}Service>();
                var closed = await service.CloseOldAsync(clock.GetUtcNow().UtcDateTime.AddDays(-30), stoppingToken);
                if (closed > 0) logger.LogInformation("{Count} closed", closed);
            }
        }

        """;
}
