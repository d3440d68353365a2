using Microsoft.AspNetCore.Authentication;
using Storefront.Admin;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<FlagStore>();
builder.Services.AddSingleton<Announcements>();
builder.Services.AddProblemDetails();
builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins("https://office.example.com").AllowAnyHeader().AllowAnyMethod()));
builder.Services.AddAuthentication(OperatorKeyHandler.Scheme)
    .AddScheme<AuthenticationSchemeOptions, OperatorKeyHandler>(OperatorKeyHandler.Scheme, null);
builder.Services.AddAuthorization();

var app = builder.Build();
app.UseExceptionHandler();
app.UseAuthentication();
app.UseAuthorization();

// The office's pages call from another origin.
app.UseCors();

var flags = app.MapGroup("/flags");
flags.MapGet("/", async (FlagStore store, CancellationToken ct) => Results.Ok(await store.AllAsync(ct))).AllowAnonymous();
flags.MapGet("/{name}", async (string name, FlagStore store) =>
    await store.FindAsync(name) is { } flag ? Results.Ok(flag) : Results.NotFound()).AllowAnonymous();
flags.MapGet("/{name}/history", async (string name, FlagStore store, CancellationToken ct) =>
{
    try
    {
        return Results.Text(await store.HistoryAsync(name, ct));
    }
    catch (IOException e)
    {
        return Results.Problem(e.Message);
    }
}).AllowAnonymous();
flags.MapPut("/{name}", async (string name, SetFlag body, FlagStore store, CancellationToken ct) =>
    await store.SetAsync(name, body.On, ct) ? Results.NoContent() : Results.NotFound());

app.MapGet("/announcements", (Announcements announcements) => announcements.All).AllowAnonymous();
app.MapPost("/announcements", (Announcement body, Announcements announcements) =>
{
    announcements.Add(body);
    return Results.Created("/announcements", body);
}).RequireAuthorization();

app.Run();
