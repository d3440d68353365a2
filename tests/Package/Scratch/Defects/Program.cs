using Defects;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddProblemDetails();
builder.Services.AddHttpClient();
builder.Services.AddScoped<Orders>();

var app = builder.Build();
app.UseExceptionHandler();
app.UseHttpsRedirection();
app.MapGet("/", () => "ok");
app.MapGet("/prices/{id}", async (string id, IHttpClientFactory clients) =>
{
    using var client = clients.CreateClient();
    return await client.GetStringAsync("https://prices.example/" + id);
});
app.MapControllers();
app.Run();
