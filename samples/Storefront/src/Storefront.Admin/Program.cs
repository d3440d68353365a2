using Storefront.Admin;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<FlagStore>();
builder.Services.AddSingleton<Announcements>();

var app = builder.Build();

var flags = app.MapGroup("/flags");
flags.MapGet("/", async (FlagStore store, CancellationToken ct) => Results.Ok(await store.AllAsync(ct)));
flags.MapGet("/{name}", async (string name, FlagStore store) =>
    await store.FindAsync(name) is { } flag ? Results.Ok(flag) : Results.NotFound());
flags.MapPut("/{name}", async (string name, SetFlag body, FlagStore store, CancellationToken ct) =>
    await store.SetAsync(name, body.On, ct) ? Results.NoContent() : Results.NotFound());

app.MapGet("/announcements", (Announcements announcements) => announcements.All);
app.MapPost("/announcements", (Announcement body, Announcements announcements) =>
{
    announcements.Add(body);
    return Results.Created("/announcements", body);
});

app.Run();
