from django.urls import path

from invoices import api

urlpatterns = [
    path("invoices/", api.InvoiceList.as_view()),
    path("invoices/<str:invoice_id>/", api.InvoiceDetail.as_view()),
    path("invoices/<str:invoice_id>/finalize/", api.Finalize.as_view()),
    path("invoices/<str:invoice_id>/pdf/", api.Pdf.as_view()),
    path("invoices/<str:invoice_id>/payments/", api.Payments.as_view()),
    path("invoices/<str:invoice_id>/void/", api.Void.as_view()),
    path("invoices/<str:invoice_id>/uncollectible/", api.Uncollectible.as_view()),
    path("invoices/<str:invoice_id>/duplicate/", api.Duplicate.as_view()),
    path("invoices/<str:invoice_id>/events/", api.Events.as_view()),
    path("customers/", api.CustomerList.as_view()),
    path("customers/<str:customer_id>/", api.CustomerDetail.as_view()),
    path("profile/", api.ProfileDetail.as_view()),
]
