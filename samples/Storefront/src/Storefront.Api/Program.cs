using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using Storefront.Api.Auth;
using Storefront.Api.Catalog;
using Storefront.Api.Customers;
using Storefront.Api.Data;
using Storefront.Api.Infrastructure;
using Storefront.Api.Notifications;
using Storefront.Api.Orders;
using Storefront.Api.Payments;
using Storefront.Api.Reports;
using Storefront.Api.Shipping;
using Storefront.Api.Stock;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddControllers();
builder.Services.AddProblemDetails();
builder.Services.AddSingleton<TimeProvider>(new DemoClock(builder.Configuration["Demo:Now"]));
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));

builder.Services.AddStorefrontData(builder.Configuration, builder.Environment);
builder.Services.AddShipping(builder.Configuration);

builder.Services.AddSingleton<CategoryCache>();
builder.Services.AddSingleton<TaxTable>();
builder.Services.AddScoped<ProductSearch>();
builder.Services.AddScoped<CustomerQueries>();
builder.Services.AddScoped<LoyaltyProgram>();
builder.Services.AddScoped<OrderService>();
builder.Services.AddScoped<CouponBook>();
builder.Services.AddScoped<SalesReports>();
builder.Services.AddScoped<PriceLists>();
builder.Services.AddScoped<StockLedger>();
builder.Services.AddScoped<StockTaking>();
builder.Services.AddScoped<BackOffice>();
builder.Services.AddSingleton<IPaymentGateway, DemoPaymentGateway>();
builder.Services.AddSingleton<PaymentConfirmations>();
builder.Services.AddSingleton<Outbox>();
builder.Services.AddSingleton<Newsletter>();
builder.Services.AddHostedService<MailWorker>();
builder.Services.AddHostedService<ConfirmationSweeper>();
builder.Services.AddSingleton<StockFeed>();
builder.Services.AddHostedService(services => services.GetRequiredService<StockFeed>());
builder.Services.AddHostedService<ReorderWorker>();

var jwt = builder.Configuration.GetSection("Jwt").Get<JwtSettings>()!;
builder.Services.AddSingleton(jwt);
builder.Services.AddSingleton<TokenIssuer>();
builder.Services
    .AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
    .AddJwtBearer(options =>
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = jwt.Issuer,
            ValidAudience = jwt.Audience,
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(jwt.Key)),
            NameClaimType = "name",
            RoleClaimType = "role",
        };
    });
builder.Services.AddAuthorizationBuilder()
    .AddPolicy("staff", policy => policy.RequireRole("staff"));

var app = builder.Build();

await Seed.RunAsync(app.Services);

app.UseExceptionHandler();
app.UseMiddleware<RequestTimingMiddleware>();
app.UseAuthentication();
app.UseMiddleware<PartnerKeyMiddleware>();
app.UseAuthorization();

app.MapControllers();
app.MapAuth();
app.MapCatalog();
app.MapCheckout();
app.MapStock();
app.MapReports();
if (string.IsNullOrEmpty(app.Configuration["Shipping:BaseAddress"])) app.MapCarrierStub();

app.MapGet("/", () => Results.Ok(new { service = "storefront", version = 1 }));

app.MapGet("/health", async (StorefrontDb db) =>
    await db.Database.CanConnectAsync()
        ? Results.Ok(new { status = "healthy" })
        : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));

app.MapGet("/health/live", () => Results.Ok(new { status = "alive" }));

app.Run();
