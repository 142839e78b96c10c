"""The relief domain, a module per topic. It speaks SQLAlchemy and knows no messenger and no conversation."""
