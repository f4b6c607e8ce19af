from django.urls import path

from accounts.private_views import PrivateViews

views = PrivateViews("invoices.views")
edit_views = PrivateViews("invoices.edit_views")
customer_views = PrivateViews("invoices.customer_views")
settings_views = PrivateViews("invoices.settings_views")

urlpatterns = [
    path("invoices/", views.index, name="invoices"),
    path("invoices/new/", edit_views.new, name="new-invoice"),
    path("invoices/<str:invoice_id>/", views.detail, name="invoice"),
    path("invoices/<str:invoice_id>/edit/", edit_views.edit, name="edit-invoice"),
    path("invoices/<str:invoice_id>/pdf/", views.pdf, name="invoice-pdf"),
    path("invoices/<str:invoice_id>/preview/", views.preview, name="preview-invoice"),
    path("invoices/<str:invoice_id>/confirm/", views.confirm_figures, name="confirm-figures"),
    path("invoices/<str:invoice_id>/finalize/", views.finalize, name="finalize-invoice"),
    path("invoices/<str:invoice_id>/payments/", views.record_payment, name="record-payment"),
    path("invoices/<str:invoice_id>/void/", views.void, name="void-invoice"),
    path("invoices/<str:invoice_id>/uncollectible/", views.give_up, name="give-up-invoice"),
    path("invoices/<str:invoice_id>/duplicate/", views.duplicate, name="duplicate-invoice"),
    path("invoices/<str:invoice_id>/delete/", views.delete, name="delete-invoice"),
    path("customers/", customer_views.index, name="customers"),
    path("customers/new/", customer_views.new, name="new-customer"),
    path("customers/<str:customer_id>/", customer_views.edit, name="customer"),
    path("customers/<str:customer_id>/delete/", customer_views.delete, name="delete-customer"),
    path("settings/", settings_views.profile, name="settings"),
    path("settings/next-number/", settings_views.upcoming_number, name="next-number"),
    path("settings/skip/", settings_views.skip, name="skip-settings"),
]
